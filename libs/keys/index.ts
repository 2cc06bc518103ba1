import type { SchemaPart } from '#libs/postgres';
import { Keys1764000000600 } from './postgres/0001-keys.js';
import { KEY_FUNCTIONS } from './postgres/functions.js';

export { CursorSeal } from './cursor-seal.js';
export { Envelope, type SealedAt } from './envelope.js';
export type { KeyStore } from './model/key-store.js';
export { Keyring, type KeyringSettings } from './keyring.js';
export { MasterKeys, nameOf, wrappingKeyFrom } from './model/master-keys.js';
export type { Shredding, SubjectKey, WrappedKey } from './model/subject-key.js';
export type { Wrapping } from './model/wrapping.js';
export { Rotation, type RotationJob } from './rotation.js';
export { PostgresKeyStore } from './postgres/postgres-key-store.js';

/** Of the key store: a database of its own. */
export const keysSchema: SchemaPart = { migrations: [Keys1764000000600], functions: KEY_FUNCTIONS };
