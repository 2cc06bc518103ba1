import { classesIn } from '#libs/contracts';
import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal, SubjectKey } from '#libs/keys';
import type { Database } from '#libs/postgres';
import type { RecordKeeping } from '#libs/records';
import type { SubjectAnswer } from '../model/answer.js';
import { expectOneOf } from '../model/decisions.js';
import { pageOf } from '../model/page.js';
import type { Filed, GivenAnswer, KeptFromAnswer, SubjectItem, SubjectRequest, WholeRequest } from '../model/request.js';
import { termOf } from '../model/terms.js';
import { readRequest, readRequests, type ItemRow, type RequestPlace, type RequestRow, type WholeRow } from '../postgres/rights.store.js';
import { expectReader, expectRequest } from './expectations.js';
import type { RequestSeal } from './request-seal.js';

export interface RequestPage {
  readonly found: readonly (SubjectRequest & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

interface Asked {
  readonly id: string;
  /** Whose, for the supervisor. */
  readonly agency?: string | null;
}

const MOST = 100;
const LIST = 'subject-requests';
const STATES: readonly string[] = ['received', 'collected', 'answered'];

/** What was asked of an agency and what it answered: for its data-protection officer, and for the supervisor with what was kept back (LED art. 15(4), 17, 47). */
export class ReadRequests {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly disclosure: LedgerDisclosure,
    private readonly sealing: RequestSeal,
    private readonly cursors: CursorSeal,
  ) {}

  /** Newest first. @throws Refusal ACTION_NOT_ALLOWED, AGENCY_UNKNOWN, PAGE_SIZE, CODE_UNKNOWN, CURSOR_INVALID */
  page(caller: Caller, asked: { readonly agency?: string | null; readonly state?: string | null; readonly after?: string | null; readonly first?: number | null }): Promise<Disclosed<RequestPage>> {
    const [agency, state, first] = [asked.agency ?? null, asked.state ?? null, asked.first ?? 50];
    expectReader(this.keeping, caller, agency);
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} requests.`);
    if (state !== null) expectOneOf(STATES, state, 'state');
    const after = asked.after ? placeIn(this.cursors.open(caller.agency, LIST, asked.after)) : null;
    return this.disclosure.give(caller, 'subject-requests', agency, async (facts, database) => {
      const rows = await readRequests(database, facts, { agency, state, after, limit: first + 1 });
      const found = rows.slice(0, first).map((row) => ({ ...this.#requestOf(row), cursor: this.cursors.seal(caller.agency, LIST, `${row.filed_at.getTime()} ${row.id.replaceAll('-', '')}`) }));
      return { found, hasNextPage: rows.length > first };
    });
  }

  /** With its records, what was decided of each, and why; identities are shown to officers alone. @throws Refusal RECORD_NOT_FOUND, ACTION_NOT_ALLOWED, AGENCY_UNKNOWN */
  one(caller: Caller, asked: Asked): Promise<Disclosed<WholeRequest>> {
    return this.disclosure.give(caller, 'subject-request', this.#whose(caller, asked), this.#of(asked, (row, key) => {
      const filed = this.sealing.open<Filed>(key, row.id, 'filed', row.filed);
      return { ...this.#requestOf(row), wrong: filed?.wrong ?? null, correct: filed?.correct ?? null, items: row.items.map((item) => this.#itemOf(row.id, item, key)) };
    }));
  }

  /** @throws Refusal as `one` */
  answer(caller: Caller, asked: Asked): Promise<Disclosed<GivenAnswer>> {
    return this.disclosure.give(caller, 'subject-answer', this.#whose(caller, asked), this.#of(asked, (row, key) => {
      const json = this.sealing.open<SubjectAnswer>(key, row.id, 'answer', row.answer);
      return { request: row.id, json, html: json && pageOf(json) };
    }));
  }

  /** For the supervisor alone. @throws Refusal as `one` */
  withheld(caller: Caller, asked: Asked): Promise<Disclosed<KeptFromAnswer>> {
    if (!caller.roles.includes('supervisor')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 17, 47(1)', 'This is for the supervisory authority.');
    return this.disclosure.give(caller, 'withheld-from-subject', this.#whose(caller, asked),
      this.#of(asked, (row, key) => this.sealing.open<KeptFromAnswer>(key, row.id, 'withheld', row.withheld) ?? { request: row.id, records: [] }));
  }

  /** Refuses before there is a line, alike whether there is such a request or not. */
  #whose(caller: Caller, { id, agency = null }: Asked): string | null {
    expectReader(this.keeping, caller, agency);
    if (caller.officer === null) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 25(1)', 'Who a person is is shown to an officer, and not to a machine.');
    expectRequest(id);
    return agency;
  }

  #of<Read>({ id, agency = null }: Asked, form: (row: WholeRow, key: SubjectKey | null) => Read): (facts: string, database: Database) => Promise<Read> {
    return async (facts, database) => {
      const row = await readRequest(database, facts, agency, id, true);
      return form(row, await this.sealing.key(row.key_id));
    };
  }

  #requestOf(row: RequestRow): SubjectRequest {
    return {
      id: row.id, agency: row.agency, right: row.asked_for, ground: row.ground, state: row.state, overdue: row.overdue, receivedAt: row.received_at.toISOString(), identityCheck: row.identity_check,
      filedAt: row.filed_at.toISOString(), filedBy: row.filed_by, dueAt: row.due_at.toISOString(), term: termOf(this.keeping.directory.agency(row.agency)?.regime ?? '').law,
      extendedAt: moment(row.extended_at), extendedFor: row.extended_for, collectedAt: moment(row.collected_at), answeredAt: moment(row.answered_at),
      verifiedAt: moment(row.verified_at), verifiedOutcome: row.verified_outcome, forgottenAt: moment(row.forgotten_at),
    };
  }

  #itemOf(request: string, { keptBack, reason, silent, decidedAt, subject, ...item }: ItemRow, key: SubjectKey | null): SubjectItem {
    return {
      ...item, silent: silent ?? false, withheld: classesIn(keptBack ?? 0), reason: this.sealing.open<string>(key, request, 'reason', reason, subject),
      decidedAt: decidedAt === null ? null : new Date(decidedAt).toISOString(),
    };
  }
}

const moment = (at: Date | null) => at?.toISOString() ?? null;

function placeIn(position: string): RequestPlace {
  const [at, id] = position.split(' ');
  return { at: new Date(Number(at)).toISOString(), id: id! };
}
