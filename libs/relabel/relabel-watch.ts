import { setTimeout as pause } from 'node:timers/promises';
import type { RelabelJob } from './postgres/job.store.js';
import type { Relabel } from './relabel.js';

/** Milliseconds between two comparisons of the directory with what the audiences were worked out under. */
const EVERY = 1_000;

/** Relabels without being asked, as soon as rules or participants are not those the audiences follow from. */
export class RelabelWatch {
  readonly #end = new AbortController();
  #life: Promise<void> | null = null;
  /** The job under way, or the last one, as this process knows it. */
  job: RelabelJob | null = null;

  constructor(private readonly relabel: Relabel) {}

  /** @param failed told of what went wrong; it is tried again */
  start(failed: (error: unknown) => void, finished: (job: RelabelJob) => void): void {
    this.#life ??= this.#live(failed, finished);
  }

  /** The batch under way is finished; the rest waits for the next process. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#life;
  }

  async #live(failed: (error: unknown) => void, finished: (job: RelabelJob) => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const job = await this.relabel.run((progress) => { this.job = progress; }, signal);
        if (job?.finished_at) finished(job);
      } catch (error) {
        failed(error);
      }
      await pause(EVERY, undefined, { signal }).catch(() => undefined);
    }
  }
}
