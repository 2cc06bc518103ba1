import type { NoteSigner, SlotSalts } from '#libs/proofs';
import type { Database } from '#libs/postgres';
import type { PeriodLength } from './model/period.js';
import { beginLog } from './postgres/seal.store.js';
import { Sealing } from './sealing.js';

export interface SealerSettings {
  /** Milliseconds of one interval; the log keeps the one it was begun with. */
  readonly interval: number;
  /** Seconds for which the hub goes on to answer while nothing is sealed. */
  readonly bound: number;
  readonly period: PeriodLength;
}

/** One sealer at a time, over all processes: a session lock on this number. */
const LOCK = 7_261_004;
const AGAIN = 500;

/** Seals the ledger once in every interval, for as long as this process leads. */
export class Sealer {
  #running = true;
  #life: Promise<void> | null = null;
  #wake: () => void = () => undefined;
  /** Lines put into trees since the start, for metrics. */
  sealed = 0;

  constructor(
    private readonly database: Database,
    private readonly keys: { readonly signer: NoteSigner; readonly salts: SlotSalts },
    private readonly settings: SealerSettings,
  ) {}

  /** From now on the hub answers only while lines are sealed. @returns when this process has sealed, or another leads */
  async start(failed: (error: unknown) => void): Promise<void> {
    const { interval, bound } = this.settings;
    await beginLog(this.database, { key: this.keys.signer.key.text, interval, bound });
    await new Promise<void>((settled) => {
      this.#life ??= this.#live((error) => { failed(error); settled(); }, settled).finally(settled);
    });
  }

  async close(): Promise<void> {
    this.#running = false;
    this.#wake();
    await this.#life;
  }

  async #live(failed: (error: unknown) => void, settled: () => void): Promise<void> {
    while (this.#running) {
      try {
        await this.#sealWhileLeading(settled);
      } catch (error) {
        failed(error);
      }
      settled();
      await this.#wait(AGAIN);
    }
  }

  async #sealWhileLeading(settled: () => void): Promise<void> {
    const session = await this.database.session();
    let broken: Error | undefined;
    session.on('error', (error) => { broken = error; });
    try {
      const { rows } = await session.query('select pg_try_advisory_lock($1) as leading', [LOCK]);
      if (!rows[0].leading) return;
      const sealing = await Sealing.open(this.database, this.keys, this.settings.period);
      while (this.#running && !broken) {
        this.sealed += await sealing.pass();
        settled();
        await this.#wait(this.settings.interval - (Date.now() % this.settings.interval));
      }
    } finally {
      await session.end().catch(() => undefined); // the lock goes with its session, whatever happened
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    if (!this.#running) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => void (clearTimeout(timer), resolve());
    });
  }
}
