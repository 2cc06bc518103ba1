import type { SchemaPart } from '#libs/postgres';
import { Transfers1764000000720 } from './postgres/0001-transfers.js';
import { FurtherPurposes1764000000740 } from './postgres/0002-further-purposes.js';
import { TRANSFER_FUNCTIONS } from './postgres/functions.js';

export { RequestFurtherUse, type FurtherUse } from './actions/request-further-use.js';
export { RequestOnwardSharing, type OnwardSharing } from './actions/request-onward-sharing.js';
export { endFurther, furtherEffect } from './further-effect.js';
export { onwardEffect } from './onward-effect.js';
export { TransfersModule } from './transfers.module.js';

export const transfersSchema: SchemaPart = { migrations: [Transfers1764000000720, FurtherPurposes1764000000740], functions: TRANSFER_FUNCTIONS };
