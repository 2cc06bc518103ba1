import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { isUuid, Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import { STATUSES } from '../model/acts.js';
import type { Duty, MadeRecall, Page } from '../model/duty.js';
import { readDuties, readMade, type DutyRow, type MadeRow, type RecallPlace } from '../postgres/recall.store.js';

export interface PageAsked {
  readonly after?: string | null;
  readonly first?: number | null;
}

const USUAL = 50;
const MOST = 100;

/** Recalls, to those whom they concern: to a holder what it has to do, to the originator what every holder made of it. */
export class ToldRecalls {
  constructor(private readonly disclosure: LedgerDisclosure, private readonly cursors: CursorSeal) {}

  /** What the caller's agency has to do, newest first. @throws Refusal ACTION_NOT_ALLOWED, PAGE_SIZE, CODE_UNKNOWN, CURSOR_INVALID */
  async duties(caller: Caller, asked: PageAsked & { readonly status?: string | null }): Promise<Disclosed<Page<Duty>>> {
    expectAgency(caller);
    const status = asked.status ?? null;
    if (status !== null && !STATUSES.some((one) => one === status)) throw Refusal.because('CODE_UNKNOWN', 'status', 'hub', `This is one of: ${STATUSES.join(', ')}.`);
    const { first, after } = this.#placed(caller, 'recalls', asked);
    return this.disclosure.give(caller, 'recalls', null, async (facts, database) => {
      const rows = await readDuties(database, facts, status, after, first + 1);
      return this.#page(caller, 'recalls', rows.map((row) => ({ at: row.since, node: dutyOf(row) })), first);
    });
  }

  /** What the caller's agency recalled, newest first, of one record where it is named. @throws Refusal as `duties`, and RECORD_NOT_FOUND */
  async made(caller: Caller, asked: PageAsked & { readonly record?: string | null }): Promise<Disclosed<Page<MadeRecall>>> {
    expectAgency(caller);
    const record = asked.record ?? null;
    if (record !== null && !isUuid(record)) throw Refusal.because('RECORD_NOT_FOUND', 'record', 'hub', 'There is no such record of yours.');
    const { first, after } = this.#placed(caller, 'recalls-made', asked);
    return this.disclosure.give(caller, 'recalls-made', null, async (facts, database) => {
      const rows = await readMade(database, facts, record, after, first + 1);
      return this.#page(caller, 'recalls-made', rows.map((row) => ({ at: row.opened_at, node: madeOf(row) })), first);
    });
  }

  #placed(caller: Caller, list: string, { first, after }: PageAsked): { first: number; after: RecallPlace | null } {
    const count = first ?? USUAL;
    if (count < 1 || count > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} recalls.`);
    return { first: count, after: after ? placeIn(this.cursors.open(caller.agency, list, after)) : null };
  }

  #page<Node extends { readonly id: string }>({ agency }: Caller, list: string, rows: readonly { readonly at: Date; readonly node: Node }[], first: number): Page<Node> {
    const found = rows.slice(0, first).map(({ at, node }) => ({ ...node, cursor: this.cursors.seal(agency, list, `${at.getTime()} ${node.id.replaceAll('-', '')}`) }));
    return { found, hasNextPage: rows.length > first };
  }
}

function expectAgency({ roles }: Caller): void {
  if (roles.some((role) => role === 'officer' || role === 'data-protection-officer')) return;
  throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: roles officer, data-protection-officer', 'Recalls are told to the agencies that they concern.');
}

function placeIn(position: string): RecallPlace {
  const [at, id] = position.split(' ');
  return { at: new Date(Number(at)).toISOString(), id: id! };
}

const moment = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString());

export function dutyOf(row: DutyRow): Duty {
  return {
    id: row.id, record: row.record_id, kind: row.kind, act: row.act, changed: row.changed, at: row.opened_at.toISOString(), since: row.since.toISOString(),
    deadline: row.deadline_at.toISOString(), status: row.status, outcome: row.outcome, legalBasis: row.legal_basis,
    doneAt: moment(row.done_at), confirmedAt: moment(row.confirmed_at),
  };
}

function madeOf({ id, record_id: record, kind, act, ground, version, opened_at: at, lifted_at: liftedAt, holders }: MadeRow): MadeRecall {
  return {
    id, record, kind, act, ground, version, at: at.toISOString(), liftedAt: moment(liftedAt),
    holders: (holders ?? []).map(({ since, deadline, doneAt, confirmedAt, alertedAt, ...answer }) => ({
      ...answer, since: new Date(since).toISOString(), deadline: new Date(deadline).toISOString(),
      doneAt: moment(doneAt), confirmedAt: moment(confirmedAt), alertedAt: moment(alertedAt),
    })),
  };
}
