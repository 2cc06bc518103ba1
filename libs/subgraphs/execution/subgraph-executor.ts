import type { Caller } from '#libs/kernel';
import type { GraphResult } from '../answer/graph-error.js';

/** What every resolver is given. `signal` ends with the client's interest, for those who wait long. */
export interface OperationContext {
  readonly caller: Caller;
  readonly signal?: AbortSignal;
}

export interface SubgraphRequest {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly context: OperationContext;
}

/** One subgraph, in this process or behind HTTP; the answers are the same to the byte. */
export interface SubgraphExecutor {
  /** Never rejects: what went wrong is in `errors`, coded. */
  execute(request: SubgraphRequest): Promise<GraphResult>;
  /**
   * One result per event, made when asked for; nothing is buffered. `return()` ends the source even
   * while a `next()` waits. Rejects with a Refusal when there is nothing to subscribe to.
   */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<GraphResult>>;
  close?(): Promise<void>;
}
