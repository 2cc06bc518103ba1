import { procedureOf } from '#libs/contracts';
import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import { readRequests, type RequestPlace, type RequestRow } from '../postgres/request.store.js';

export interface ApprovalRequest {
  readonly id: string;
  readonly procedure: string;
  readonly title: string;
  readonly law: string;
  readonly askedBy: string;
  readonly answeredBy: string;
  readonly record: string;
  readonly terms: readonly { readonly name: string; readonly value: string }[];
  readonly state: string;
  readonly needed: number;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly closedAt: string | null;
  readonly steps: RequestRow['steps'];
}

export interface RequestPage {
  readonly found: readonly (ApprovalRequest & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

const MOST = 100;
const LIST = 'approval-requests';
const STATES = ['open', 'agreed', 'refused', 'expired', 'withdrawn', 'taken-back'];

/** What an agency has asked and what it is asked: for its officers and its data-protection officer. */
export class ApprovalRequests {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly cursors: CursorSeal,
  ) {}

  /** Newest first. @throws Refusal PAGE_SIZE, CODE_UNKNOWN, CURSOR_INVALID */
  page(caller: Caller, asked: { readonly state?: string | null; readonly after?: string | null; readonly first?: number | null }): Promise<Disclosed<RequestPage>> {
    const first = asked.first ?? 50;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} requests.`);
    const state = asked.state ?? null;
    if (state !== null && !STATES.includes(state)) throw Refusal.because('CODE_UNKNOWN', 'state', 'hub', `This is one of: ${STATES.join(', ')}.`);
    const after = asked.after ? placeIn(this.cursors.open(caller.agency, LIST, asked.after)) : null;
    return this.disclosure.give(caller, 'approval-requests', null, async (facts, database) => {
      const rows = await readRequests(database, facts, state, after, first + 1);
      const found = rows.slice(0, first).map((row) => ({ ...requestOf(row), cursor: this.cursors.seal(caller.agency, LIST, `${row.asked_at.getTime()} ${row.id.replaceAll('-', '')}`) }));
      return { found, hasNextPage: rows.length > first };
    });
  }
}

function placeIn(position: string): RequestPlace {
  const [at, id] = position.split(' ');
  return { at: new Date(Number(at)).toISOString(), id: id! };
}

function requestOf({ id, procedure, asked_by: askedBy, answered_by: answeredBy, record, terms, state, needed, asked_at, expires_at, closed_at, steps }: RequestRow): ApprovalRequest {
  const { title, law } = procedureOf(procedure);
  return {
    id, procedure, title, law, askedBy, answeredBy, record, state, needed, terms: Object.entries(terms).map(([name, value]) => ({ name, value })),
    askedAt: asked_at.toISOString(), expiresAt: expires_at.toISOString(), closedAt: closed_at?.toISOString() ?? null,
    steps: steps.map((step) => ({ ...step, at: new Date(step.at).toISOString() })),
  };
}
