import { Recurring } from '#libs/process';
import type { Database } from '#libs/postgres';
import { behind, pass, work } from './postgres/watch.store.js';

/** Milliseconds between two turns: an act is followed within about two seconds, one of which is the ledger's sealing. */
const EVERY = 1_000;
/** Recalls, reminders or alerts of one transaction. */
const AT_ONCE = 100;

/**
 * Follows every copy (D-092): reads what the ledger says was given to whom, behind everybody's back, and tells whoever
 * holds something of a record what became of it. Place, copies and what is told are one transaction: whatever stops
 * it, nobody is left out and nobody told twice; of several watches one works at a time.
 */
export class RecallsWatch extends Recurring {
  /** Since the start of this process. */
  lines = 0;
  told = 0;

  constructor(private readonly database: Database) {
    super(EVERY, (signal) => this.run(signal));
  }

  /** Until there is nothing new, or it is to end. */
  async run(signal?: AbortSignal): Promise<void> {
    for (let agencies = await behind(this.database); agencies.length > 0 && !signal?.aborted; ) {
      const more: string[] = [];
      for (const agency of agencies) {
        const lines = await pass(this.database, agency);
        this.lines += lines;
        if (lines > 0) more.push(agency);
      }
      await this.#work();
      agencies = more;
    }
    await this.#work();
  }

  async #work(): Promise<void> {
    for (let done = AT_ONCE; done >= AT_ONCE; this.told += done) done = await work(this.database, AT_ONCE);
  }
}
