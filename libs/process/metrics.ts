import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a hot read to a request that the timeout ends. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The process's numbers for Prometheus. Labels are words of the design (kind, purpose, topic), never
 * ids, clients or anything of a record.
 */
export class Metrics {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** `name` without the prefix `amanat_`; ends in `_total`. */
  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name: `amanat_${name}`, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  /** `read`, when given, is asked at every scrape. What it cannot tell then is left out, and the other numbers are told. */
  gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = [], read?: () => number | Promise<number>): Gauge<Label> {
    return new Gauge({
      name: `amanat_${name}`, help, labelNames: [...labelNames], registers: [this.#registry],
      ...(read ? { collect(this: Gauge<Label>) { return tell(this, read); } } : {}),
    });
  }

  /** Durations in seconds; `name` ends in `_seconds`. */
  histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Histogram<Label> {
    return new Histogram({ name: `amanat_${name}`, help, labelNames: [...labelNames], buckets: DURATIONS, registers: [this.#registry] });
  }

  /** Handler of `/metrics`. */
  readonly handler = async (_: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await this.#registry.metrics();
    response.writeHead(200, { 'content-type': this.#registry.contentType });
    response.end(text);
  };
}

/** A database that is away or busy must not end the process that is asked for its numbers. */
async function tell<Label extends string>(gauge: Gauge<Label>, read: () => number | Promise<number>): Promise<void> {
  try {
    gauge.set(await read());
  } catch {
    gauge.remove();
  }
}
