import { refusing } from '#libs/audit';
import type { Database, Statement } from '#libs/postgres';

/** A recall as its holder is told of it. */
export interface DutyRow {
  readonly id: string;
  readonly record_id: string;
  readonly kind: string;
  readonly act: string;
  readonly opened_at: Date;
  readonly changed: readonly string[] | null;
  readonly since: Date;
  readonly deadline_at: Date;
  readonly status: string;
  readonly outcome: string | null;
  readonly legal_basis: string | null;
  readonly done_at: Date | null;
  readonly confirmed_at: Date | null;
}

/** Moments as PostgreSQL writes them in JSON. */
export interface HolderRow {
  readonly agency: string;
  readonly since: string;
  readonly deadline: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly legalBasis: string | null;
  readonly doneAt: string | null;
  readonly confirmedAt: string | null;
  readonly alertedAt: string | null;
}

/** A recall as its originator is told of it. */
export interface MadeRow {
  readonly id: string;
  readonly record_id: string;
  readonly kind: string;
  readonly act: string;
  readonly ground: string | null;
  readonly version: number;
  readonly opened_at: Date;
  readonly lifted_at: Date | null;
  readonly holders: readonly HolderRow[] | null;
}

/** Where a page begins: behind this recall. */
export interface RecallPlace {
  readonly at: string;
  readonly id: string;
}

export interface Confirmed {
  readonly id: string;
  readonly outcome: string;
  readonly legalBasis: string | null;
  readonly doneAt: Date | null;
}

const DUTIES: Statement = { name: 'recalls.duties', text: 'select * from recalls.duties($1, $2, $3, $4, $5)' };
const MADE: Statement = { name: 'recalls.made', text: 'select * from recalls.made($1, $2, $3, $4, $5)' };

/** Newest first. `facts`: the caller, as `callerFacts` of disclosure tells it. */
export function readDuties(database: Database, facts: string, status: string | null, after: RecallPlace | null, limit: number): Promise<DutyRow[]> {
  return database.run<DutyRow>(DUTIES, [facts, status, after?.at ?? null, after?.id ?? null, limit]);
}

/** Newest first. @throws Refusal RECORD_NOT_FOUND for a record that is not the caller's own, as for none */
export function readMade(database: Database, facts: string, record: string | null, after: RecallPlace | null, limit: number): Promise<MadeRow[]> {
  return refusing(() => database.run<MadeRow>(MADE, [facts, record, after?.at ?? null, after?.id ?? null, limit]));
}

/** @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND, OUTCOME_NOT_FITTING, DATES_IN_DISORDER, CONFIRMATION_CONFLICT */
export async function confirm(database: Database, facts: string, { id, outcome, legalBasis, doneAt }: Confirmed): Promise<DutyRow> {
  const [row] = await refusing(() => database.query<DutyRow>('select * from recalls.confirm($1, $2, $3, $4, $5)', [facts, id, outcome, legalBasis, doneAt]));
  return row!;
}
