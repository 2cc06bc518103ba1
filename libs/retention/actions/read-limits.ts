import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { WHOLE } from '../postgres/erase-functions.js';
import { readDueReviews, readErasures, readHolds, type Behind } from '../postgres/limit.store.js';

export interface Hold {
  readonly record: string;
  readonly kind: string;
  readonly ground: string;
  readonly until: string;
  readonly placedAt: string;
  readonly liftedAt: string | null;
}

/** Of a whole record, or of one person in it, whom nothing here names. */
export interface ErasureProof {
  readonly record: string;
  readonly kind: string;
  readonly person: boolean;
  readonly reason: string;
  readonly legalBasis: string;
  readonly erasedAt: string;
  /** When the keys were destroyed; null for moments after the erasure. */
  readonly shreddedAt: string | null;
}

export interface DueReview {
  readonly record: string;
  readonly kind: string;
  readonly dueAt: string;
  readonly eraseAt: string;
  /** Nobody reviewed it in time, or its originator had restricted it. */
  readonly restricted: boolean;
}

export interface LimitPage<Item> {
  readonly found: readonly (Item & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

export interface PageAsked {
  readonly after?: string | null;
  readonly first?: number | null;
}

type Read<Item> = (facts: string, database: Database, after: Behind | null, limit: number) => Promise<{ at: Date; id: string; item: Item }[]>;

const MOST = 100;

/** Holds, reviews that are due and proofs of erasure: of the caller's own agency. Ids and codes; nothing of what a record says. */
export class ReadLimits {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly cursors: CursorSeal,
  ) {}

  /** Newest first. @throws Refusal PAGE_SIZE, CURSOR_INVALID, as all here */
  holds(caller: Caller, asked: PageAsked & { readonly open?: boolean | null }): Promise<Disclosed<LimitPage<Hold>>> {
    return this.#page(caller, 'holds', asked, async (facts, database, after, limit) => (await readHolds(database, facts, asked.open ?? null, after, limit)).map((row) => ({
      at: row.placed_at, id: row.id,
      item: { record: row.record_id, kind: row.kind, ground: row.ground, until: row.until.toISOString(), placedAt: row.placed_at.toISOString(), liftedAt: row.lifted_at?.toISOString() ?? null },
    })));
  }

  /** Newest first. */
  erasures(caller: Caller, asked: PageAsked): Promise<Disclosed<LimitPage<ErasureProof>>> {
    return this.#page(caller, 'erasures', asked, async (facts, database, after, limit) => (await readErasures(database, facts, after, limit)).map((row) => ({
      at: row.at, id: row.record_id,
      item: {
        record: row.record_id, kind: row.kind, person: row.subject !== WHOLE, reason: row.reason, legalBasis: row.legal_basis,
        erasedAt: row.at.toISOString(), shreddedAt: row.shredded_at?.toISOString() ?? null,
      },
    })));
  }

  /** Longest due first. */
  dueReviews(caller: Caller, asked: PageAsked): Promise<Disclosed<LimitPage<DueReview>>> {
    return this.#page(caller, 'due-reviews', asked, async (facts, database, after, limit) => (await readDueReviews(database, facts, after, limit)).map((row) => ({
      at: row.due_at, id: row.record_id,
      item: { record: row.record_id, kind: row.kind, dueAt: row.due_at.toISOString(), eraseAt: row.erase_at.toISOString(), restricted: row.restricted },
    })));
  }

  async #page<Item>(caller: Caller, list: string, asked: PageAsked, read: Read<Item>): Promise<Disclosed<LimitPage<Item>>> {
    const first = asked.first ?? 50;
    if (first < 1 || first > MOST) throw Refusal.because('PAGE_SIZE', 'first', 'hub', `A page has 1 to ${MOST} items.`);
    const after = asked.after ? behind(this.cursors.open(caller.agency, list, asked.after)) : null;
    return this.disclosure.give(caller, list, null, async (facts, database) => {
      const rows = await read(facts, database, after, first + 1);
      const found = rows.slice(0, first).map(({ at, id, item }) => ({ ...item, cursor: this.cursors.seal(caller.agency, list, `${at.getTime()} ${id.replaceAll('-', '')}`) }));
      return { found, hasNextPage: rows.length > first };
    });
  }
}

function behind(position: string): Behind {
  const [at, id] = position.split(' ');
  return { at: new Date(Number(at)).toISOString(), id: id! };
}
