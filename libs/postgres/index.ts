export { Bell } from './bell.js';
export { Database, HUB_ROLE, type DatabaseSettings } from './database.js';
export { migrate, WATCH_ROLE, type MigrateSettings, type SchemaPart } from './migrate.js';
export type { Statement, Tx } from './tx.js';
export { ownedAndCalled } from './ownership.js';
