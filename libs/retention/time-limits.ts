import type { Clock, Ids } from '#libs/kernel';
import type { Keyring, PostgresKeyStore } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { WHOLE } from './postgres/erase-functions.js';
import { eraseAgain, eraseDue, erasuresAfter, missReviews, proveShredded, shredAgain, unshredded, type Missed } from './postgres/work.store.js';

export interface TimeLimitSettings {
  /** Days after its review date in which a record may still be reviewed. */
  readonly grace: number;
  readonly missed: Missed;
}

/** How much one pass did. */
export interface Passed {
  readonly erased: number;
  readonly missed: number;
  readonly shredded: number;
}

/** Records of one transaction: their writers wait for it. */
const LOT = 100;
/** Erasures whose keys go at once. */
const SHREDDED_AT_ONCE = 500;
const COMPARED_AT_ONCE = 5_000;

/**
 * Erases what is due, and carries out what was erased: the keys go from the key store, and that they went is
 * proved. Each step is a transaction that may be done again; whatever stops it, the next pass goes on.
 */
export class TimeLimits {
  constructor(
    private readonly database: Database,
    private readonly keys: { readonly store: PostgresKeyStore; readonly ring: Keyring },
    private readonly source: { readonly clock: Clock; readonly ids: Ids },
    private readonly settings: TimeLimitSettings,
  ) {}

  /** Until nothing is due, or it is to end. */
  async run(signal?: AbortSignal): Promise<Passed> {
    const { clock, ids } = this.source;
    const erased = await this.#all(LOT, signal, () => eraseDue(this.database, ids.next(), clock.now(), LOT));
    const { grace, missed: outcome } = this.settings;
    const missed = await this.#all(LOT, signal, () => missReviews(this.database, ids.next(), clock.now(), { grace, outcome, limit: LOT }));
    const shredded = await this.#all(SHREDDED_AT_ONCE, signal, () => this.shred());
    return { erased, missed, shredded };
  }

  /** Carries out erasures that are not carried out yet. The key store comes first: what is proved is done. @returns how many */
  async shred(): Promise<number> {
    const due = await unshredded(this.database, SHREDDED_AT_ONCE);
    if (due.length === 0) return 0;
    await this.keys.ring.shred(due);
    await proveShredded(this.database, this.source.ids.next(), due);
    return due.length;
  }

  /**
   * Brings the two databases in line after one of them was restored: keys that came back are shredded again, and
   * what is erased by the key store's word is erased again. @returns how many records and persons had come back
   */
  async compare(signal?: AbortSignal): Promise<number> {
    const { store } = this.keys;
    const first = { record_id: WHOLE, subject: WHOLE };
    for (let lot = await erasuresAfter(this.database, first, COMPARED_AT_ONCE); lot.length > 0 && !signal?.aborted; lot = await erasuresAfter(this.database, lot.at(-1)!, COMPARED_AT_ONCE)) {
      const unknown = await store.unknownErasures(lot);
      if (unknown.length > 0) await shredAgain(this.database, unknown);
    }
    let back = 0;
    for (let lot = await store.erasuresAfter(first, COMPARED_AT_ONCE); lot.length > 0 && !signal?.aborted; lot = await store.erasuresAfter(lot.at(-1)!, COMPARED_AT_ONCE)) {
      back += await eraseAgain(this.database, this.source.ids.next(), lot);
    }
    return back;
  }

  async #all(lot: number, signal: AbortSignal | undefined, step: () => Promise<number>): Promise<number> {
    for (let all = 0; ; ) {
      const done = await step();
      all += done;
      if (done < lot || signal?.aborted) return all;
    }
  }
}
