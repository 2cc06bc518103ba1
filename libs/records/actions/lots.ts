import type { Database } from '#libs/postgres';
import { LARGEST_LOT, submit, type HandedIn, type Receipt } from '../postgres/record.store.js';

interface Waiting {
  readonly handedIn: HandedIn;
  resolve(receipt: Receipt): void;
  reject(error: unknown): void;
}

/**
 * Keeps submissions. What an agency hands in while an earlier lot of its own is being kept goes together after
 * it, in one transaction: PostgreSQL flushes and sets up once for all of them, and one client alone waits for
 * nothing. No agency waits for another, and none is in another's transaction.
 */
export class Lots {
  /** By agency with a lot under way: what waits for it. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(private readonly database: Database) {}

  /** @returns when it is kept @throws Refusal as the submission alone would be refused */
  keep(agency: string, handedIn: HandedIn): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const one = { handedIn, resolve, reject };
      const waiting = this.#waiting.get(agency);
      if (waiting) waiting.push(one);
      else void this.#keepFrom(agency, one);
    });
  }

  async #keepFrom(agency: string, first: Waiting): Promise<void> {
    const waiting: Waiting[] = [];
    this.#waiting.set(agency, waiting);
    for (let lot = [first]; lot.length > 0; lot = waiting.splice(0, LARGEST_LOT)) await this.#keepLot(lot);
    this.#waiting.delete(agency);
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
