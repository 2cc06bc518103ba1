/**
 * Ids that were met, each remembered for at least `life` milliseconds and at most twice as long. Two
 * generations need no timer and forget in one step; how many there are is bounded by what the gateway signs.
 */
export class OnceOnly {
  #young = new Set<string>();
  #old = new Set<string>();
  #since = Date.now();

  constructor(private readonly life: number) {}

  /** Whether this id is met for the first time. */
  first(id: string): boolean {
    const now = Date.now();
    if (now - this.#since >= this.life) {
      this.#old = now - this.#since >= 2 * this.life ? new Set() : this.#young;
      this.#young = new Set();
      this.#since = now;
    }
    if (this.#young.has(id) || this.#old.has(id)) return false;
    this.#young.add(id);
    return true;
  }
}
