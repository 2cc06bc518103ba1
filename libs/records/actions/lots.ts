import type { Database } from '#libs/postgres';
import { LARGEST_LOT, submit, type HandedIn, type Receipt } from '../postgres/record.store.js';

interface Waiting {
  readonly handedIn: HandedIn;
  resolve(receipt: Receipt): void;
  reject(error: unknown): void;
}

/** Lots of one agency that are kept side by side, the second only when it is full. */
const MOST_AT_ONCE = 2;

interface Queue {
  readonly waiting: Waiting[];
  underWay: number;
}

/**
 * Keeps submissions. What an agency hands in while an earlier lot of its own is being kept goes together after
 * it, in one transaction: PostgreSQL flushes and sets up once for all of them, and one client alone waits for
 * nothing. Of a flood a second lot goes beside the first as soon as it is full, so that one is worked on while the
 * other becomes durable. No agency waits for another, and none is in another's transaction.
 */
export class Lots {
  /** By agency with a lot under way. */
  readonly #queues = new Map<string, Queue>();

  constructor(private readonly database: Database) {}

  /** @returns when it is kept @throws Refusal as the submission alone would be refused */
  keep(agency: string, handedIn: HandedIn): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(agency) ?? { waiting: [], underWay: 0 };
      this.#queues.set(agency, queue);
      queue.waiting.push({ handedIn, resolve, reject });
      if (queue.underWay === 0 || (queue.waiting.length >= LARGEST_LOT && queue.underWay < MOST_AT_ONCE)) void this.#keepNext(agency, queue);
    });
  }

  async #keepNext(agency: string, queue: Queue): Promise<void> {
    queue.underWay++;
    for (let lot = queue.waiting.splice(0, LARGEST_LOT); lot.length > 0; lot = queue.waiting.splice(0, LARGEST_LOT)) await this.#keepLot(lot);
    queue.underWay--;
    if (queue.underWay === 0) this.#queues.delete(agency);
  }

  /** In the order of their keys: lots of two processes with the same keys must not wait for each other. */
  async #keepLot(lot: Waiting[]): Promise<void> {
    lot.sort((one, other) => (one.handedIn.claim.key < other.handedIn.claim.key ? -1 : 1));
    try {
      const receipts = await this.database.single((tx) => submit(tx, lot.map(({ handedIn }) => handedIn)));
      for (const [place, { resolve }] of lot.entries()) resolve(receipts[place]!);
    } catch (error) {
      if (lot.length > 1 && isUndone(error)) for (const one of lot) await this.#keepLot([one]);
      else for (const { reject } of lot) reject(error);
    }
  }
}

/** PostgreSQL itself said no, to one or another of them, and not for want of time: nothing is kept, and each may be asked for by itself. */
function isUndone(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return [code, cause?.code].some((state) => typeof state === 'string' && /^(?!57)[0-9A-Z]{5}$/u.test(state));
}
