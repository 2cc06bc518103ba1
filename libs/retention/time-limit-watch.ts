import { setTimeout as pause } from 'node:timers/promises';
import type { Passed, TimeLimits } from './time-limits.js';

/** Milliseconds between two looks: what was erased is shredded by then. */
const EVERY = 1_000;

/** Acts on time limits without being asked. */
export class TimeLimitWatch {
  readonly #end = new AbortController();
  #life: Promise<void> | null = null;
  /** Since the start of this process. */
  passed: Passed = { erased: 0, missed: 0, shredded: 0 };

  constructor(private readonly limits: TimeLimits) {}

  /** @param failed told of what went wrong; it is tried again @param cameBack told of how much a restored backup had brought back */
  start(failed: (error: unknown) => void, cameBack: (count: number) => void): void {
    this.#life ??= this.#live(failed, cameBack);
  }

  /** The records under way are finished. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#life;
  }

  async #live(failed: (error: unknown) => void, cameBack: (count: number) => void): Promise<void> {
    const { signal } = this.#end;
    let compared = false;
    const compare = async () => {
      cameBack(await this.limits.compare(signal));
      compared = true;
    };
    while (!signal.aborted) {
      if (!compared) await compare().catch(failed); // a key store that is away keeps no record from being erased when due
      await this.#pass(signal).catch(failed);
      await pause(EVERY, undefined, { signal }).catch(() => undefined);
    }
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const { erased, missed, shredded } = await this.limits.run(signal);
    this.passed = { erased: this.passed.erased + erased, missed: this.passed.missed + missed, shredded: this.passed.shredded + shredded };
  }
}
