export * from './model/explain.js';
export * from './model/labels.js';
export { mostVisible } from './model/most-visible.js';
export type * from './model/rule.js';
export { POLICY_HASH, visibleClasses } from './generated/rules.generated.js';
export { RULES } from './generated/explain.generated.js';
export { POLICY_SQL } from './generated/sql.generated.js';
