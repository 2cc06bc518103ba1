import type { Ids } from '#libs/kernel';
import { Database, WATCH_ROLE } from '#libs/postgres';
import { Recurring } from '#libs/process';
import { Watch, type Passed } from './watch.js';

/** Milliseconds between two looks: what an officer did meanwhile is remembered at once. */
const EVERY = 5_000;
/** Tiles that are looked at side by side. */
const POOL = 4;

/**
 * Watches without being asked, under a login of its own (`amanat_watch`) that may call the watch's functions and nothing else:
 * they show officers' pseudonyms with what was looked up, and nobody else has to have that.
 */
export class InsiderWatch extends Recurring {
  #database: Database | null = null;
  /** Since the start of this process. */
  passed: Passed = { lines: 0, findings: 0 };

  constructor(url: string, ids: Ids) {
    super(EVERY, async (signal) => {
      this.#database ??= await Database.connect({ url, role: WATCH_ROLE, poolSize: POOL });
      const { lines, findings } = await new Watch(this.#database, ids).run(signal);
      this.passed = { lines: this.passed.lines + lines, findings: this.passed.findings + findings };
    });
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#database?.close();
  }
}
