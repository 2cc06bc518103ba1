import type { IncomingMessage, Server } from 'node:http';
import type { Express } from 'express';
import type { QueryPlanner } from '#libs/federation';
import type { Caller } from '#libs/kernel';
import type { Report, SubgraphExecutor } from '#libs/subgraphs';
import type { TrustedDocuments } from '../asking/trusted-documents.js';
import type { EdgeLimits } from './edge-limits.js';
import type { Quota } from './quota.js';

/** From headers (lower-case names) and the request that they came with to the caller; throws a Refusal. Asked for every operation. */
export type Authenticate = (headers: Readonly<Record<string, string | undefined>>, request: IncomingMessage) => Promise<Caller>;

export interface EdgeSettings {
  readonly supergraph: string;
  readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  readonly authenticate: Authenticate;
  /** The same caller as of now, to see that a stream may go on; asked without it, `authenticate` sees the same headers again. */
  readonly again?: (caller: Caller) => Promise<Caller>;
  /** Throws a Refusal while nothing may be answered, whoever asks what; asked before every answer and of every open stream. */
  readonly mayAnswer?: () => Promise<void>;
  readonly report: Report;
  /** Without it nobody is turned away for asking too much. */
  readonly quota?: Quota;
  /** The documents registered for an agency; none when not said. */
  readonly documents?: TrustedDocuments;
  /** Origins (RFC 6454) from which a browser may ask; what is no browser sends none. */
  readonly origins?: readonly string[];
  readonly path?: string;
  readonly limits?: Partial<EdgeLimits>;
  /** Milliseconds between looks at whether the caller of a stream may still listen; half a second when not said. */
  readonly recheck?: number;
  readonly planner?: QueryPlanner;
}

/** Where the edge is mounted; without a server there are no WebSockets. */
export interface EdgePlace {
  readonly app: Express;
  readonly server?: Server;
}
