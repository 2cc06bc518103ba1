import { refusing } from '#libs/audit';
import type { Database, Tx } from '#libs/postgres';

export interface DeadlineRow {
  readonly id: string;
  readonly matter: string;
  readonly subject: string;
  readonly begun_at: Date;
  readonly due_at: Date;
  readonly reminded: boolean;
  readonly overdue: boolean;
  readonly done_at: Date | null;
}

/** Something of an agency that is due: what (`matter`, a code) for which thing (its id), since when, when it is reminded of and when it must be done. */
export interface Due {
  readonly matter: string;
  readonly subject: string;
  readonly begunAt: Date;
  readonly remindAt: Date;
  readonly dueAt: Date;
}

export async function beginDeadline(tx: Tx, facts: string, id: string, { matter, subject, begunAt, remindAt, dueAt }: Due): Promise<void> {
  await refusing(() => tx.query('select approvals.begin_deadline($1, $2, $3, $4, $5, $6, $7)', [facts, id, matter, subject, begunAt, remindAt, dueAt]));
}

export async function endDeadline(tx: Tx, facts: string, matter: string, subject: string): Promise<void> {
  await refusing(() => tx.query('select approvals.end_deadline($1, $2, $3)', [facts, matter, subject]));
}

/** What is not done first, by when it is due. */
export function readDeadlines(database: Database, facts: string, limit: number): Promise<DeadlineRow[]> {
  return database.query<DeadlineRow>('select * from approvals.deadlines($1, $2)', [facts, limit]);
}
