/** Counts what comes in a second; a window begins with the first message after the last has ended. */
export class MessageRate {
  #since = 0;
  #count = 0;

  constructor(private readonly most: number) {}

  /** Whether one more message is still within the rate. `now` in milliseconds. */
  allows(now = performance.now()): boolean {
    if (now - this.#since >= 1_000) {
      this.#since = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.most;
  }
}
