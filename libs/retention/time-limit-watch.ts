import { Recurring } from '#libs/process';
import type { Passed, TimeLimits } from './time-limits.js';

/** Milliseconds between two looks: what was erased is shredded by then. */
const EVERY = 1_000;

/** Acts on time limits without being asked. */
export class TimeLimitWatch extends Recurring {
  /** Since the start of this process. */
  passed: Passed = { erased: 0, missed: 0, shredded: 0 };
  #compared = false;

  /** @param cameBack told of how much a restored backup had brought back */
  constructor(private readonly limits: TimeLimits, private readonly cameBack: (count: number) => void) {
    super(EVERY, async (signal) => {
      const compared = await this.#compare(signal).then(() => null, (error: unknown) => ({ error }));
      await this.#pass(signal); // a key store that is away keeps no record from being erased when due
      if (compared) throw compared.error;
    });
  }

  /** Once in the life of a process. */
  async #compare(signal: AbortSignal): Promise<void> {
    if (this.#compared) return;
    this.cameBack(await this.limits.compare(signal));
    this.#compared = true;
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const { erased, missed, shredded } = await this.limits.run(signal);
    this.passed = { erased: this.passed.erased + erased, missed: this.passed.missed + missed, shredded: this.passed.shredded + shredded };
  }
}
