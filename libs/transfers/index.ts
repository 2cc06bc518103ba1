import type { SchemaPart } from '#libs/postgres';
import { Transfers1764000000720 } from './postgres/0001-transfers.js';
import { TRANSFER_FUNCTIONS } from './postgres/functions.js';

export { RequestOnwardSharing, type OnwardSharing } from './actions/request-onward-sharing.js';
export { onwardEffect } from './onward-effect.js';
export { TransfersModule } from './transfers.module.js';

export const transfersSchema: SchemaPart = { migrations: [Transfers1764000000720], functions: TRANSFER_FUNCTIONS };
