import type { SchemaPart } from '#libs/postgres';
import { Retention1764000000520 } from './postgres/0001-retention.js';
import { RETENTION_FUNCTIONS } from './postgres/functions.js';

export { ErasePerson, type PersonErasure } from './actions/erase-person.js';
export { EraseRecord, type Erasure } from './actions/erase-record.js';
export { ActOnLimits } from './actions/act-on-limits.js';
export { recordActs } from './graphql/record-acts.js';
export { ReadLimits } from './actions/read-limits.js';
export { ErasureModule, RetentionModule } from './retention.module.js';
export { TimeLimitWatch } from './time-limit-watch.js';
export { takeOverKeys } from './postgres/take-over-keys.js';
export { noteRotation } from './postgres/work.store.js';
export { TimeLimits, type Passed, type TimeLimitSettings } from './time-limits.js';

export const retentionSchema: SchemaPart = { migrations: [Retention1764000000520], functions: RETENTION_FUNCTIONS };
