import { OPERATOR } from '#libs/directory';
import type { Shredding } from '#libs/keys';
import { POLICY_HASH } from '#libs/policy';
import type { Database } from '#libs/postgres';
import { WHOLE } from './erase-functions.js';

/** A record, or a person in it, that was erased. */
export interface Erased {
  readonly record_id: string;
  /** `WHOLE` for the whole record. */
  readonly subject: string;
}

/** What is done with a record that nobody reviewed in time. */
export type Missed = 'restrict' | 'erase' | 'tell';

/** `audit.caller` of the hub itself, which reads nothing. The line is of the originator's ledger; its reference says why. */
function factsOf(operation: string, why: string): string {
  return JSON.stringify({
    agency: OPERATOR, client: 'retention', officer: null, roles: [], audiences: [], classes: 0, clearance: -1, purpose: 'keeping-time-limits',
    purpose_bits: 0, legal_basis: 'LED-5', case_reference: why, operation_id: operation, policy: POLICY_HASH, wanted: 0,
  });
}

/** @returns how many records and persons; none where another process is at it */
export async function eraseDue(database: Database, operation: string, now: Date, limit: number): Promise<number> {
  const [row] = await database.query<{ done: number }>('select retention.erase_due($1, $2, $3) as done', [factsOf(operation, 'erasure-date'), now, limit]);
  return row!.done;
}

/** @returns how many records @param grace days */
export async function missReviews(database: Database, operation: string, now: Date, missed: { readonly grace: number; readonly outcome: Missed; readonly limit: number }): Promise<number> {
  const values = [factsOf(operation, 'review-missed'), now, `${missed.grace} days`, missed.outcome, missed.limit];
  const [row] = await database.query<{ done: number }>('select retention.miss_reviews($1, $2, $3, $4, $5) as done', values);
  return row!.done;
}

export async function unshredded(database: Database, limit: number): Promise<Shredding[]> {
  const rows = await database.query<Erased & { keys: string[] }>('select * from retention.unshredded($1)', [limit]);
  return rows.map(({ record_id: record, subject, keys }) => ({ record, subject: subject === WHOLE ? null : subject, keys }));
}

/** @returns how many are proved by it */
export async function proveShredded(database: Database, operation: string, shredded: readonly Shredding[]): Promise<number> {
  const values = [factsOf(operation, 'keys-shredded'), shredded.map(({ record }) => record), shredded.map(({ subject }) => subject ?? WHOLE), shredded.map(({ keys }) => keys.length)];
  const [row] = await database.query<{ done: number }>('select retention.shredded($1, $2, $3, $4) as done', values);
  return row!.done;
}

/** What was erased and shredded, in the order of the ids, behind this one. */
export function erasuresAfter(database: Database, { record_id: record, subject }: Erased, limit: number): Promise<Erased[]> {
  return database.query<Erased>('select * from retention.erasures_after($1, $2, $3)', [record, subject, limit]);
}

export async function shredAgain(database: Database, erased: readonly Erased[]): Promise<void> {
  await database.query('select retention.shred_again($1, $2)', columnsOf(erased));
}

/** @returns how many had come back */
export async function eraseAgain(database: Database, operation: string, erased: readonly Erased[]): Promise<number> {
  const [row] = await database.query<{ done: number }>('select retention.erase_again($1, $2, $3) as done', [factsOf(operation, 'came-back'), ...columnsOf(erased)]);
  return row!.done;
}

/** A line of the operator's ledger. */
export async function noteRotation(database: Database, operation: string, action: 'rotate-keys-begun' | 'rotate-keys-ended'): Promise<void> {
  await database.query('select retention.note_rotation($1, $2)', [factsOf(operation, 'keys-rotated'), action]);
}

function columnsOf(erased: readonly Erased[]): [string[], string[]] {
  return [erased.map(({ record_id: record }) => record), erased.map(({ subject }) => subject)];
}
