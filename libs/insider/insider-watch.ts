import { setTimeout as pause } from 'node:timers/promises';
import type { Passed, Watch } from './watch.js';

/** Milliseconds between two looks: what an officer did meanwhile is remembered at once. */
const EVERY = 5_000;

/** Watches without being asked. */
export class InsiderWatch {
  readonly #end = new AbortController();
  #life: Promise<void> | null = null;
  /** Since the start of this process. */
  passed: Passed = { lines: 0, findings: 0 };

  constructor(private readonly watch: Watch) {}

  /** @param failed told of what went wrong; it is tried again */
  start(failed: (error: unknown) => void): void {
    this.#life ??= this.#live(failed);
  }

  /** The tiles under way are finished. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#life;
  }

  async #live(failed: (error: unknown) => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const { lines, findings } = await this.watch.run(signal);
        this.passed = { lines: this.passed.lines + lines, findings: this.passed.findings + findings };
      } catch (error) {
        failed(error);
      }
      await pause(EVERY, undefined, { signal }).catch(() => undefined);
    }
  }
}
