import type { SchemaPart } from '#libs/postgres';
import { DISCLOSURE_FUNCTIONS } from './postgres/functions.js';

export { callerFacts } from './caller-facts.js';
export { connected, type Connection } from './connection.js';
export { reshape, type Disclosed } from './disclosed.js';
export { expectSameRules } from './rules-in-force.js';
export { LedgerDisclosure } from './ledger-disclosure.js';
export { STANDING_ERASE_AT, STANDING_RESTRICTED } from './postgres/standing-label.js';
export { wantedClasses, type Asked } from './wanted-classes.js';
export { Disclosure, type EventView, type NoticeView, type PageQuery, type RecordPage, type RecordView, type Rendering, type VersionAsked } from './disclosure.js';

export const disclosureSchema: SchemaPart = { migrations: [], functions: DISCLOSURE_FUNCTIONS };
