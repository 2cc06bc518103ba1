export { composeSupergraph, type SubgraphSdl } from './composition/compose-supergraph.js';
export { Supergraph } from './composition/supergraph.js';
export type { Authenticate, EdgePlace, EdgeSettings } from './edge/edge-settings.js';
export { mountEdge, type Edge } from './edge/mount-edge.js';
export { FederatedExecutor, type Question } from './execution/federated-executor.js';
export { HiveQueryPlanner } from './planning/hive-query-planner.js';
export type { QueryPlanner } from './planning/query-planner.js';
