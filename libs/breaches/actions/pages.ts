import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import type { Place } from '../postgres/breach.store.js';

export interface PageAsked {
  readonly after?: string | null;
  readonly first?: number | null;
}

export interface Page<Node> {
  readonly found: readonly (Node & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

const USUAL = 50;
const MOST = 100;

/** The pages of one list, newest first: each reader's cursors are its own. */
export class Pages {
  constructor(
    private readonly cursors: CursorSeal,
    private readonly list: string,
  ) {}

  /** @throws Refusal PAGE_SIZE, CURSOR_INVALID */
  placed({ agency }: Caller, { first, after }: PageAsked): { readonly first: number; readonly after: Place | null } {
    const count = first ?? USUAL;
    if (count < 1 || count > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} of them.`);
    return { first: count, after: after ? placeIn(this.cursors.open(agency, this.list, after)) : null };
  }

  /** @param rows one more than the page has, where there are so many */
  page<Node>({ agency }: Caller, rows: readonly { readonly place: Place; readonly node: Node }[], first: number): Page<Node> {
    const found = rows.slice(0, first).map(({ place, node }) => ({ ...node, cursor: this.cursors.seal(agency, this.list, textOf(place)) }));
    return { found, hasNextPage: rows.length > first };
  }
}

function placeIn(position: string): Place {
  const [at, id, number] = position.split(' ');
  return { at: new Date(Number(at)).toISOString(), id: id!, ...(number === undefined ? {} : { number: Number(number) }) };
}

const textOf = ({ at, id, number }: Place) => [new Date(at).getTime(), id.replaceAll('-', ''), ...(number === undefined ? [] : [number])].join(' ');
