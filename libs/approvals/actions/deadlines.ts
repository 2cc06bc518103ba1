import { callerFacts, type Disclosed, type LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller, type Ids } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { beginDeadline, endDeadline, readDeadlines, type Due } from '../postgres/deadline.store.js';

export interface Deadline {
  readonly id: string;
  readonly matter: string;
  readonly subject: string;
  readonly begunAt: string;
  readonly dueAt: string;
  readonly state: 'running' | 'reminded' | 'overdue' | 'done';
  readonly doneAt: string | null;
}

const MOST = 100;

/** What is due in an agency, and by when. Set and ended in the transaction of the act that it follows from, by whatever subject. */
export class Deadlines {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly ids: Ids,
  ) {}

  /** Set again, it stays as it was. @throws Refusal DATES_IN_DISORDER unless it began, is reminded of and is due in this order */
  begin(tx: Tx, caller: Caller, due: Due): Promise<void> {
    return beginDeadline(tx, callerFacts(caller), this.ids.approval(caller.agency, `${due.matter}/${due.subject}`), due);
  }

  end(tx: Tx, caller: Caller, matter: string, subject: string): Promise<void> {
    return endDeadline(tx, callerFacts(caller), matter, subject);
  }

  /** Of the caller's agency, what is not done first. @throws Refusal PAGE_SIZE */
  list(caller: Caller, first: number | null): Promise<Disclosed<readonly Deadline[]>> {
    const limit = first ?? 50;
    if (limit < 1 || limit > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} deadlines.`);
    return this.disclosure.give(caller, 'deadlines', null, async (facts, database) => (await readDeadlines(database, facts, limit)).map((row): Deadline => {
      const state = row.done_at ? 'done' : row.overdue ? 'overdue' : row.reminded ? 'reminded' : 'running';
      const { id, matter, subject, begun_at: begun, due_at: due, done_at: done } = row;
      return { id, matter, subject, begunAt: begun.toISOString(), dueAt: due.toISOString(), state, doneAt: done?.toISOString() ?? null };
    }));
  }
}
