import { Chance } from '../../../../apps/assembly/demo/chance.js';

/** Chance with the distributions that office life has: most is small, and now and then something is very large. */
export class Odds extends Chance {
  yes(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Heavy-tailed, with this median. */
  lognormal(median: number, spread: number): number {
    return median * Math.exp(this.normal(0, spread));
  }

  poisson(mean: number): number {
    if (mean > 40) return Math.max(0, Math.round(this.normal(mean, Math.sqrt(mean))));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }

  /** At least 1, with this mean. */
  geometric(mean: number): number {
    return 1 + Math.floor(Math.log(1 - this.next()) / Math.log(1 - 1 / Math.max(1.0001, mean)));
  }

  sample<Item>(items: readonly Item[], count: number): Item[] {
    if (count >= items.length) return this.shuffled(items);
    const places = new Set<number>();
    while (places.size < count) places.add(this.int(0, items.length - 1));
    return [...places].map((place) => items[place]!);
  }

  /** The form of a record's id; from this source, and so the same each time. */
  id(): string {
    const hex = Array.from({ length: 8 }, () => this.int(0, 0xffff).toString(16).padStart(4, '0'));
    return `${hex[0]}${hex[1]}-${hex[2]}-7${hex[3]!.slice(1)}-a${hex[4]!.slice(1)}-${hex[5]}${hex[6]}${hex[7]}`;
  }

  /** Another source, which stays as it is however much is drawn from this one. */
  branch(): Odds {
    return new Odds(this.int(1, 2 ** 30));
  }
}
