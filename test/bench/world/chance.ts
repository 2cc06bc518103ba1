/** Reproducible chance: the same number gives the same document in every run (mulberry32, public domain). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** The first ones likelier than the last: as countries and crimes are in real files. */
  skewed<Item>(items: readonly Item[]): Item {
    return items[Math.floor(items.length * this.next() ** 2)]!;
  }

  some<Item>(items: readonly Item[], share: number): Item[] {
    return items.filter(() => this.next() < share);
  }

  happens(share: number): boolean {
    return this.next() < share;
  }
}
