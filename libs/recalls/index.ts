import type { SchemaPart } from '#libs/postgres';
import { Recalls1764000000600 } from './postgres/0001-recalls.js';
import { RECALL_FUNCTIONS } from './postgres/functions.js';

export { ConfirmRecall } from './actions/confirm-recall.js';
export { RecallsModule } from './recalls.module.js';
export { RecallsWatch } from './recalls-watch.js';

export const recallsSchema: SchemaPart = { migrations: [Recalls1764000000600], functions: RECALL_FUNCTIONS };
