import { execSync } from 'node:child_process';
import { MasterKeys, nameOf, PostgresKeyStore, wrappingKeyFrom, type Wrapping } from '#libs/keys';
import { Database } from '#libs/postgres';
import { log, type Environment } from '#libs/process';
import { takeOverKeys } from '#libs/retention';
import { migrateHub, migrateKeys } from '../schema.js';

type Urls = Pick<Environment, 'databaseUrl' | 'databaseOwnerUrl' | 'keysDatabaseUrl' | 'keysDatabaseOwnerUrl' | 'oneLogin'>;

/** @throws Error where there is none, or it is the database of the records: whose dump holds the keys holds nothing sealed */
export function keyStoreOf({ databaseUrl, keysDatabaseUrl }: Urls): string {
  if (!keysDatabaseUrl) throw new Error('KEYS_DATABASE_URL must be given: keys lie in a database of their own');
  if (databaseUrl && place(databaseUrl) === place(keysDatabaseUrl)) throw new Error('KEYS_DATABASE_URL must be another database than DATABASE_URL: a dump that holds the keys as well protects nobody');
  return keysDatabaseUrl;
}

/** What wraps the keys of the key store. The key that follows from the master key is believed as long as keys lie under it. */
export function wrappingOf({ wrappingKey, wrappingKeyCommand, wrappingKeyAlso }: Pick<Environment, 'wrappingKey' | 'wrappingKeyCommand' | 'wrappingKeyAlso'>, masterKey: Buffer): Wrapping {
  const first = wrappingKeyFrom(masterKey);
  const current = wrappingKeyCommand ? printedBy(wrappingKeyCommand) : wrappingKey;
  return new MasterKeys(current ?? first, [first, ...(wrappingKeyAlso ? [wrappingKeyAlso] : [])]);
}

/** How long a KMS may take, in milliseconds. */
const PATIENCE = 30_000;

/** @throws Error where the command fails or prints no key; never with what it printed */
function printedBy(command: string): Buffer {
  let printed: string;
  try {
    printed = execSync(command, { encoding: 'utf8', timeout: PATIENCE, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new Error('AMANAT_WRAPPING_KEY_COMMAND failed');
  }
  const key = Buffer.from(printed.trim(), 'base64');
  if (key.length !== 32) throw new Error('AMANAT_WRAPPING_KEY_COMMAND must print Base64 of 32 bytes');
  return key;
}

/** Both databases, before anybody is answered. The owners' rights are for this, and let go. */
export async function bringUp(url: string, keysUrl: string, masterKey: Buffer, settings: Environment): Promise<void> {
  const { migrate, rollBack, databaseOwnerUrl, keysDatabaseOwnerUrl, databaseJobsUrl: jobs, databaseWatchUrl: watch, oneLogin } = settings;
  if (!migrate) return;
  const owner = databaseOwnerUrl ?? (oneLogin ? url : null);
  const keysOwner = keysDatabaseOwnerUrl ?? (oneLogin ? keysUrl : null);
  await Promise.all([
    keysOwner ? migrateKeys(keysOwner, { rollBack, ...(keysDatabaseOwnerUrl ? { session: keysUrl } : {}) }) : null,
    owner ? migrateHub(owner, { rollBack, ...(databaseOwnerUrl ? { session: url, ...(jobs ? { jobs } : {}), ...(watch ? { watch } : {}) } : {}) }) : null,
  ]);
  if (!owner) return;
  const moved = await takeOver(owner, keysUrl, masterKey);
  if (moved > 0) log('info', 'keys-taken-over', { keys: moved });
}

/** Keys that lie beside their ciphertexts, from a hub without a key store, go into it as they are wrapped. */
export async function takeOver(ownerUrl: string, keysUrl: string, masterKey: Buffer): Promise<number> {
  const first = wrappingKeyFrom(masterKey);
  let database: Database | null = null;
  try {
    return await takeOverKeys(ownerUrl, async (keys) => {
      database ??= await Database.connect({ url: keysUrl, poolSize: 1 });
      await new PostgresKeyStore(database, new MasterKeys(first)).adopt(nameOf(first), keys);
    });
  } finally {
    await (database as Database | null)?.close();
  }
}

function place(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}
