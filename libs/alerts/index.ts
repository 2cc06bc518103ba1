import type { SchemaPart } from '#libs/postgres';
import type { KindRules } from '#libs/records';
import { Alerts1764000000400 } from './postgres/0001-alerts.js';
import { ALERT_FUNCTIONS } from './postgres/functions.js';

export { AcknowledgeAlert } from './actions/acknowledge-alert.js';
export { AlertsModule } from './alerts.module.js';

/** What an alert may say is all in its SDL. */
export const alertKinds: readonly KindRules[] = [{ kind: 'alert', check: () => [] }];

export const alertsSchema: SchemaPart = { migrations: [Alerts1764000000400], functions: ALERT_FUNCTIONS };
