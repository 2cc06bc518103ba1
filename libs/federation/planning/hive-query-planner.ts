import { QueryPlanner as NativePlanner } from '@graphql-hive/router-query-planner';
import { LRUCache } from 'lru-cache';
import { Refusal } from '#libs/kernel';
import type { QueryPlan } from './query-plan.js';
import type { QueryPlanner } from './query-planner.js';

const MOST_PLANS = 1_000;
const LONGEST_PLANNING_MS = 5_000;
const NO_LABELS: Set<string> = new Set();

/** The Rust planner of Hive Router (MIT); plans off the event loop. No Windows and no Alpine binary. */
export class HiveQueryPlanner implements QueryPlanner {
  readonly #native: NativePlanner;
  readonly #plans = new LRUCache<string, Promise<QueryPlan>>({ max: MOST_PLANS });

  constructor(supergraphSdl: string) {
    this.#native = new NativePlanner(supergraphSdl);
  }

  plan(operation: string): Promise<QueryPlan> {
    const known = this.#plans.get(operation);
    if (known) return known;
    const signal = AbortSignal.timeout(LONGEST_PLANNING_MS);
    const planned = this.#native.planAsync(operation, undefined, NO_LABELS, 0, signal).catch((error: unknown) => {
      throw signal.aborted ? Refusal.because('QUERY_TOO_COMPLEX', '', 'hub', 'the query takes too long to plan') : error;
    });
    this.#plans.set(operation, planned);
    planned.catch(() => this.#plans.delete(operation));
    return planned;
  }
}
