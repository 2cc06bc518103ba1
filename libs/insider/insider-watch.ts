import { Recurring } from '#libs/process';
import type { Passed, Watch } from './watch.js';

/** Milliseconds between two looks: what an officer did meanwhile is remembered at once. */
const EVERY = 5_000;

/** Watches without being asked. */
export class InsiderWatch extends Recurring {
  /** Since the start of this process. */
  passed: Passed = { lines: 0, findings: 0 };

  constructor(watch: Watch) {
    super(EVERY, async (signal) => {
      const { lines, findings } = await watch.run(signal);
      this.passed = { lines: this.passed.lines + lines, findings: this.passed.findings + findings };
    });
  }
}
