export { coerceVariables } from './answer/coerce-variables.js';
export {
  asGraphQLError, INTERNAL, refusalIn, refusedWith, toGraphError, unavailable, type GraphError, type GraphResult, type Report,
} from './answer/graph-error.js';
export { DocumentCache } from './documents/document-cache.js';
export { LIMITS, limitOperations, type Limits } from './documents/operation-limits.js';
export { invalid, malformed } from './documents/query-error.js';
export { LocalExecutor } from './execution/local-executor.js';
export { mapEvents } from './execution/map-events.js';
export type { OperationContext, SubgraphExecutor, SubgraphRequest } from './execution/subgraph-executor.js';
export { mountSubgraph, type SubgraphPlace } from './http/mount-subgraph.js';
export { readBody } from './http/read-body.js';
export { sendRefusal } from './http/send-refusal.js';
export { writeEventStream } from './http/write-event-stream.js';
export { federatedSchema } from './nest/federated-schema.js';
export { LocalSubgraphDriver } from './nest/local-subgraph-driver.js';
export { localExecutors, subgraphModule, SubgraphSchema, type SubgraphSettings } from './nest/subgraph-module.js';
export { CallerAssertion } from './remote/caller-assertion.js';
export { HttpExecutor, type HttpExecutorSettings } from './remote/http-executor.js';
