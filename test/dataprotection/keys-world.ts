import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Receipt } from '#libs/records';
import { ActOnLimits, ErasePerson, EraseRecord, TimeLimits, type TimeLimitSettings } from '#libs/retention';
import type { Clock } from '#libs/kernel';
import type { House } from '../../apps/assembly/house.js';
import { migrateKeys } from '../../apps/assembly/schema.js';
import { databaseAt, onServer } from '../services/index.js';
import { running } from '../services/running.js';
import { openWorld, type World, type WorldSettings } from '../world/index.js';

/** A world with a key store of its own, and the acts of data protection. */
export interface KeysWorld extends World {
  readonly limits: TimeLimits;
  readonly act: ActOnLimits;
  erase(agency: string, kind: string, id: string, key?: string, reason?: string): Promise<Receipt>;
  erasePerson(agency: string, id: string, list: string, ref: string, key?: string): Promise<Receipt>;
  /** Rows of the key store, seen past row-level security. */
  keyRows<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export async function openKeysWorld(settings: WorldSettings = {}, limits: TimeLimitSettings = { grace: 30, missed: 'restrict' }): Promise<KeysWorld> {
  const store = await freshKeyStore();
  const world = await openWorld({ ...settings, keysUrl: store.sessionUrl });
  const admin = new pg.Client({ connectionString: store.adminUrl });
  await admin.connect();
  admin.on('error', () => undefined);
  const { keeping, database } = world.house;
  const [eraseRecord, erasePerson] = [new EraseRecord(keeping), new ErasePerson(keeping)];
  const key = () => randomBytes(8).toString('hex');
  return {
    ...world, limits: limitsOf(world.house, limits), act: new ActOnLimits(database, keeping.source.clock),
    erase: (agency, kind, id, idempotencyKey = key(), reason = 'data-subject') => eraseRecord.run(world.caller(agency), { kind, id, reason, idempotencyKey }),
    erasePerson: (agency, id, list, ref, idempotencyKey = key()) =>
      erasePerson.run(world.caller(agency), { kind: 'case', id, list, ref, reason: 'data-subject', idempotencyKey }),
    keyRows: async <Row>(text: string, values: readonly unknown[] = []) => (await admin.query(text, [...values])).rows as Row[],
    close: async () => {
      await admin.end();
      await world.close();
      await store.drop();
    },
  };
}

/** What the worker does, in one pass. */
export function limitsOf({ database, keys, keeping }: House, settings: TimeLimitSettings, clock: Clock = keeping.source.clock): TimeLimits {
  return new TimeLimits(database, keys, { ...keeping.source, clock }, settings);
}

export interface KeyStoreAlone {
  /** The owner's URL. */
  readonly url: string;
  readonly sessionUrl: string;
  readonly adminUrl: string;
  drop(): Promise<void>;
}

export async function freshKeyStore(): Promise<KeyStoreAlone> {
  const name = `keys_${randomBytes(6).toString('hex')}`;
  const { keysUrl, keysSessionUrl, adminUrl } = running();
  await onServer((server) => server.query(`create database ${name} owner amanat`));
  const [url, sessionUrl] = [databaseAt(keysUrl, name), databaseAt(keysSessionUrl, name)];
  await migrateKeys(url, { session: sessionUrl });
  return { url, sessionUrl, adminUrl: databaseAt(adminUrl, name), drop: () => onServer((server) => server.query(`drop database ${name} with (force)`)) };
}
