import type { QueryPlan } from './query-plan.js';

/** Turns one operation (already free of fragments, conditions and introspection) into steps per subgraph. */
export interface QueryPlanner {
  /** `operation` is the printed text of one operation. Plans are cached, within a bound. */
  plan(operation: string): Promise<QueryPlan>;
}
