export { composeSupergraph, type SubgraphSdl } from './composition/compose-supergraph.js';
export { Supergraph } from './composition/supergraph.js';
export { FederatedExecutor, type Question } from './execution/federated-executor.js';
export { HiveQueryPlanner } from './planning/hive-query-planner.js';
export type { QueryPlanner } from './planning/query-planner.js';
