export { coerceVariables } from './answer/coerce-variables.js';
export {
  asGraphQLError, INTERNAL, refusalIn, refusedWith, toGraphError, unavailable, type GraphError, type GraphResult, type Report,
} from './answer/graph-error.js';
export { DocumentCache, documentHash, type KnownDocument } from './documents/document-cache.js';
export { LIMITS, QUESTION_LIMITS, type Limits, type QuestionLimits } from './documents/limits.js';
export { tooComplex, type QueryError } from './documents/query-error.js';
export { isAboutSchemaAlone } from './documents/schema-questions.js';
export { LocalExecutor } from './execution/local-executor.js';
export { mapEvents } from './execution/map-events.js';
export type { OperationContext, SubgraphExecutor, SubgraphRequest } from './execution/subgraph-executor.js';
export { mountSubgraph, type SubgraphPlace } from './http/mount-subgraph.js';
export { refuseWrongForm, type WrittenQuestion } from './http/written-question.js';
export { notThisWay, readQuestion } from './http/read-question.js';
export { safeHeaders } from './http/safe-headers.js';
export { sendRefusal } from './http/send-refusal.js';
export { sendErrors, sendResult } from './http/send-result.js';
export { writeEventStream } from './http/write-event-stream.js';
export { federatedSchema } from './nest/federated-schema.js';
export { LocalSubgraphDriver } from './nest/local-subgraph-driver.js';
export { localExecutors, subgraphModule, SubgraphSchema, type SubgraphSettings } from './nest/subgraph-module.js';
export { CallerAssertion, type SubgraphCall } from './remote/caller-assertion.js';
export { HttpExecutor, type HttpExecutorSettings } from './remote/http-executor.js';
