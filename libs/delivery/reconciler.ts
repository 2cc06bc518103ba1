import type { Database } from '#libs/postgres';
import { unaccounted, type Unaccounted } from './postgres/entry.store.js';

/** Entries of one stream compared at once. */
const AT_ONCE = 5_000;

/** Compares what was sent since the last time with the ledger; each entry once. */
export class Reconciler {
  #timer: NodeJS.Timeout | null = null;
  #under: Promise<void> = Promise.resolve();
  /** Events found without a line since the start, for metrics. */
  found = 0;

  constructor(private readonly database: Database) {}

  pass(): Promise<Unaccounted[]> {
    return unaccounted(this.database, AT_ONCE);
  }

  /** Once in every so many milliseconds. */
  start(every: number, told: (found: Unaccounted) => void, failed: (error: unknown) => void): void {
    const look = async () => {
      for (const one of await this.pass()) {
        this.found += one.entries.length;
        told(one);
      }
    };
    this.#timer = setInterval(() => { this.#under = this.#under.then(look).catch(failed); }, every);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#under;
  }
}
