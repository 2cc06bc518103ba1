import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/postgres';

/**
 * Shuts an agency out until `reinstateAgency`: its clients are nobody, its rights at the broker are
 * withdrawn, what it hands in waits, what it would be sent is kept. Throws `AGENCY_UNKNOWN`.
 */
export function suspendAgency(tx: Tx, code: string): Promise<void> {
  return setSuspended(tx, code, true);
}

/** Lets a suspended agency in again; what was kept for it is sent under the rules of that moment. Throws `AGENCY_UNKNOWN`. */
export function reinstateAgency(tx: Tx, code: string): Promise<void> {
  return setSuspended(tx, code, false);
}

/** Said twice, it changes nothing the second time, not even the revision. */
async function setSuspended(tx: Tx, code: string, suspended: boolean): Promise<void> {
  const known = await tx.query('select 1 from directory.agency where code = $1 for update', [code]);
  if (known.length === 0) throw Refusal.because('AGENCY_UNKNOWN', 'agency', 'hub', 'the directory has no such agency');
  await tx.query('update directory.agency set suspended = $2 where code = $1 and suspended <> $2', [code, suspended]);
}
