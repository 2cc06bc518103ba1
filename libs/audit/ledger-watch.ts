import type { Database } from '#libs/postgres';
import { ledgerStuck } from './ledger-fault.js';
import { readStanding } from './postgres/seal.store.js';

/** Milliseconds between looks. */
const EVERY = 250;

/**
 * Whether this process may answer at all. A line that cannot be sealed stops its own answer in PostgreSQL
 * (D-054); what writes no line, a question about the schema or a stream in which nothing happens, is stopped here.
 */
export class LedgerWatch {
  readonly #timer: NodeJS.Timeout;
  #sealed = false;
  #looking: Promise<boolean> | null = null;

  constructor(private readonly database: Database) {
    this.#timer = setInterval(() => void this.#look().catch(() => undefined), EVERY);
    this.#timer.unref();
  }

  /**
   * Before it refuses it looks once more: a hub that has just begun to seal answers at once.
   * @throws Refusal LEDGER_STUCK while lines are sealed too late, or where nobody has ever sealed
   */
  async mayAnswer(): Promise<void> {
    if (this.#sealed || (await this.#look())) return;
    throw ledgerStuck();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** One look for all who wait: a slow database is not asked faster than it answers. */
  #look(): Promise<boolean> {
    this.#looking ??= this.#read().finally(() => { this.#looking = null; });
    return this.#looking;
  }

  async #read(): Promise<boolean> {
    const { begun, stuck } = await readStanding(this.database);
    this.#sealed = begun && !stuck;
    return this.#sealed;
  }
}
