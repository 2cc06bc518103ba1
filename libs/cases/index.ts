import type { KindRules } from '#libs/records';
import { caseRules } from './model/case-rules.js';

export { CasesModule } from './cases.module.js';

/** An incident names nobody and accuses nobody: its SDL says all there is to check. */
const incidentRules: KindRules = { kind: 'incident', check: () => [] };

export const caseKinds: readonly KindRules[] = [caseRules, incidentRules];
