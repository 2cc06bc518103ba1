import type { SchemaPart } from '#libs/postgres';
import { Ledger1764000000100 } from './postgres/0001-ledger.js';
import { WantedClasses1764000000110 } from './postgres/0002-wanted-classes.js';
import { AUDIT_FUNCTIONS } from './postgres/functions.js';

export { recorded } from './ledger-fault.js';

export const auditSchema: SchemaPart = { migrations: [Ledger1764000000100, WantedClasses1764000000110], functions: [AUDIT_FUNCTIONS] };
