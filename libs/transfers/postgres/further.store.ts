import { refusing } from '#libs/audit';
import type { Tx } from '#libs/postgres';

/** A purpose beyond a record's own, for one agency. */
export interface FurtherPurpose {
  readonly record: string;
  readonly agency: string;
  /** As a bit. */
  readonly purpose: number;
  /** Mask of the classes that were agreed to. */
  readonly classes: number;
  /** When it lapses; `infinity` where it does not. */
  readonly until: string;
  /** The request that was agreed to. */
  readonly approval: string;
}

/** @throws Refusal RECORD_NOT_FOUND for a record that is not the caller's agency's own, FURTHER_USE_NOT_ALLOWED where the rules show nothing of it for this purpose */
export async function allowPurpose(tx: Tx, facts: string, { record, agency, purpose, classes, until, approval }: FurtherPurpose): Promise<void> {
  await refusing(() => tx.query('select transfers.allow_purpose($1, $2, $3, $4, $5, $6, $7)', [facts, record, agency, purpose, classes, until, approval]));
}

/** @throws Refusal RECORD_NOT_FOUND */
export async function endPurpose(tx: Tx, facts: string, record: string, approval: string): Promise<void> {
  await refusing(() => tx.query('select transfers.end_purpose($1, $2, $3)', [facts, record, approval]));
}
