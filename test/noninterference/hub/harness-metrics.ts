import type { Gauge } from 'prom-client';
import { Metrics } from '#libs/process';

/** The hub's numbers, one of which can be asked for. */
export class HarnessMetrics extends Metrics {
  readonly #reads = new Map<string, () => number | Promise<number>>();

  override gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = [], read?: () => number | Promise<number>): Gauge<Label> {
    if (read) this.#reads.set(name, read);
    return super.gauge(name, help, labelNames, read);
  }

  /** @throws Error for a gauge that nobody reads out */
  async read(name: string): Promise<number> {
    const read = this.#reads.get(name);
    if (!read) throw new Error(`there is no gauge ${name}`);
    return read();
  }
}
