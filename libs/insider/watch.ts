import type { Ids } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { KeptMemories } from './model/kept-memories.js';
import type { WatchedLine } from './model/line.js';
import { neededFirst, neededThen } from './model/needed.js';
import { observe } from './model/observe.js';
import { behind, expire, keep, nextLines, recall } from './postgres/watch.store.js';

/** How much one pass has looked at, and how much it told. */
export interface Passed {
  readonly lines: number;
  readonly findings: number;
}

/**
 * Looks at what every agency's officers have looked up, a tile of its ledger at a time. Lines, what is remembered
 * of them and what was found are one transaction: whatever stops it, nothing is left out and nothing told twice.
 * It reads what is sealed, behind everybody's back: no look-up waits for it. What was found goes when its time has come.
 */
export class Watch {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** Until there is nothing new, or it is to end. */
  async run(signal?: AbortSignal): Promise<Passed> {
    let [lines, findings] = [0, 0];
    for (let agencies = await behind(this.database); agencies.length > 0 && !signal?.aborted; ) {
      const passed = await Promise.all(agencies.map(async (agency) => ({ agency, ...await this.#tile(agency) })));
      lines += passed.reduce((sum, one) => sum + one.lines, 0);
      findings += passed.reduce((sum, one) => sum + one.findings, 0);
      agencies = passed.filter((one) => one.lines > 0).map(({ agency }) => agency);
    }
    while (!signal?.aborted && await expire(this.database) > 0);
    return { lines, findings };
  }

  #tile(agency: string): Promise<Passed> {
    return this.database.transaction(async (tx) => {
      const next = await nextLines(tx, agency);
      if (!next) return { lines: 0, findings: 0 };
      const memories = new KeptMemories();
      const { kept } = memories;
      const first = neededFirst(next.lines);
      for (const about of ['peers', 'officer', 'record'] as const) await recall(tx, agency, about, first[about], kept);
      await recall(tx, agency, 'reference', [...first.reference, ...neededThen(memories)], kept);
      const findings = next.lines.flatMap((line: WatchedLine) => observe(line, memories)).map((finding) => ({ ...finding, id: this.ids.next() }));
      await keep(tx, { agency, next, kept, findings });
      return { lines: next.lines.length, findings: findings.length };
    });
  }
}
