export { documentCheck, type CheckDocument } from './asking/check-document.js';
export type { TrustedDocument, TrustedDocuments } from './asking/trusted-documents.js';
export { CostModel } from './cost/cost-model.js';
export { EDGE_LIMITS, type EdgeLimits } from './edge/edge-limits.js';
export type { Authenticate, EdgePlace, EdgeSettings } from './edge/edge-settings.js';
export { mountEdge, type Edge } from './edge/mount-edge.js';
