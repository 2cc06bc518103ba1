import { ALL_CLASSES } from '#libs/contracts';
import { TLP_RANK, type Caller } from '#libs/kernel';

/** Who asks in the benches. In the bench's worlds `fia` sees every case, `de-bka` a rare one, `pta` none. */
export const BIG = 'fia';
export const RARE = 'de-bka';
export const EMPTY = 'pta';

export function callerOf(agency: string, changes: Partial<Caller> = {}): Caller {
  return {
    agency, client: agency, officer: 'o-bench', audiences: [agency], roles: ['officer'], classes: ALL_CLASSES,
    clearance: TLP_RANK.RED!, purpose: 'criminal-investigation', legalBasis: 'PTPA2018', caseReference: null,
    operationId: '018f0000-0000-7000-8000-000000000001', ...changes,
  };
}
