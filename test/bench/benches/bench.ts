import type { Cluster } from '../world/databases.js';
import type { Figure } from '../measure/figure.js';

export interface Broker {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
}

/** The services a bench may ask for, from `services.mjs`. */
export interface Services {
  postgres(): Promise<Cluster>;
  broker(): Promise<Broker>;
  close(): Promise<void>;
}

export interface Options {
  /** Build kept worlds anew. */
  readonly fresh: boolean;
  readonly rounds: number;
  /** A world of 10 k where a bench would take 1 M. */
  readonly small: boolean;
  /** A world of 5 M as well, where a bench grows one. */
  readonly large?: boolean;
}

export interface Bench {
  readonly about: string;
  run(services: Services, options: Options): Promise<Figure[]>;
}
