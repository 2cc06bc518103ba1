import type { SchemaPart } from '#libs/postgres';
import { Ledger1764000000100 } from './postgres/0001-ledger.js';
import { WantedClasses1764000000110 } from './postgres/0002-wanted-classes.js';
import { Trees1764000000120 } from './postgres/0003-trees.js';
import { DeliveryLines1764000000130 } from './postgres/0004-delivery-lines.js';
import { AUDIT_FUNCTIONS } from './postgres/functions.js';
import { READ_FUNCTIONS } from './postgres/read-functions.js';
import { RETENTION } from './postgres/retention.js';
import { BEGIN_ERA, SEAL_FUNCTIONS } from './postgres/seal-functions.js';

export { dropExpired } from './postgres/drop-expired.js';
export { recorded } from './ledger-fault.js';
export { refusing } from './refusing.js';
export { LedgerWatch } from './ledger-watch.js';
export { mayRead, type LedgerPart } from './model/ledger-rules.js';
export { PERIODS, type PeriodLength } from './model/period.js';
export {
  keepCountersignature, logConsistency, logInclusion, logRoot, note, readCheckpointOf, readHeads, readLines, readSlots, readSpans, readTiles,
  type PeriodHead, type StoredCheckpoint, type TreeName,
} from './postgres/ledger.store.js';
export { readStanding, type Standing } from './postgres/seal.store.js';
export { Sealer, type SealerSettings } from './sealer.js';

export const auditSchema: SchemaPart = {
  migrations: [Ledger1764000000100, WantedClasses1764000000110, Trees1764000000120, DeliveryLines1764000000130],
  functions: [...AUDIT_FUNCTIONS, RETENTION, ...SEAL_FUNCTIONS, ...READ_FUNCTIONS],
  atStart: [BEGIN_ERA],
};
