import { alertKinds } from '#libs/alerts';
import { Effects } from '#libs/approvals';
import { caseKinds } from '#libs/cases';
import { Feed } from '#libs/delivery';
import { Directory, directoryEntities, Quotas } from '#libs/directory';
import { Disclosure, LedgerDisclosure } from '#libs/disclosure';
import { CursorSeal, Envelope, Keyring, MasterKeys, PostgresKeyStore, wrappingKeyFrom, type Wrapping } from '#libs/keys';
import { systemClock, systemIds, type Caller, type Clock, type Ids } from '#libs/kernel';
import type { Kafka } from '#libs/kafka';
import { Database, type Tx } from '#libs/postgres';
import { Kinds, RecordKeeping } from '#libs/records';
import { leaveEffect } from '#libs/rights';
import { endFurther, furtherEffect, onwardEffect } from '#libs/transfers';

export interface HouseSettings {
  readonly databaseUrl: string;
  readonly poolSize?: number;
  /** Bound on one statement, in milliseconds. */
  readonly statementTimeout?: number;
  /** The key store: a database of its own. */
  readonly keysUrl: string;
  /** 32 bytes: fingerprints, cursors and salts follow from it. */
  readonly masterKey: Buffer;
  /** Wraps the keys of the key store; by a key that follows from the master key where not said. */
  readonly wrapping?: Wrapping;
  /** Null where the hub runs on the pull feed. */
  readonly kafka?: Kafka | null;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly quotas?: Quotas;
}

/** The rooms that every process of the hub has, whatever it serves. */
export interface House {
  readonly database: Database;
  readonly directory: Directory;
  readonly disclosure: Disclosure;
  readonly keeping: RecordKeeping;
  readonly keys: KeysAtHand;
  readonly feed: Feed;
  /** What follows once others have agreed, by procedure. */
  readonly effects: Effects<Tx>;
  readonly kafka: Kafka | null;
  readonly quotas: Quotas;
  /** Name of the topic of an agency's stream; null without a broker. */
  readonly topicOf: (agency: string, stream: string) => string | null;
  readonly masterKey: Buffer;
  /** Enters an answer that holds no record in the ledger; resolves when the line is durable. */
  readonly account: (caller: Caller, action: string) => Promise<void>;
  close(): Promise<void>;
}

/** The key store as this process has it. */
export interface KeysAtHand {
  readonly store: PostgresKeyStore;
  readonly ring: Keyring;
  readonly database: Database;
  close(): Promise<void>;
}

/** Connections to the key store of one process: keys are asked for by the page and made by the lot. */
const KEYS_POOL = 4;

async function openKeys({ keysUrl: url, masterKey, wrapping = new MasterKeys(wrappingKeyFrom(masterKey)), statementTimeout }: HouseSettings): Promise<KeysAtHand> {
  const database = await Database.connect({ url, poolSize: KEYS_POOL, statementTimeout });
  const store = new PostgresKeyStore(database, wrapping);
  const ring = new Keyring(store);
  await ring.start();
  const close = async () => {
    await ring.close();
    await database.close();
  };
  return { store, ring, database, close };
}

export async function openHouse(settings: HouseSettings): Promise<House> {
  const { databaseUrl: url, poolSize = 10, statementTimeout } = settings;
  const database = await Database.connect({ url, poolSize, statementTimeout, entities: directoryEntities });
  const kafka = settings.kafka ?? null;
  const clock = settings.clock ?? systemClock;
  const directory = await Directory.open(database, clock);
  const keys = await openKeys(settings);
  const sealing = { envelope: new Envelope(settings.masterKey), keyring: keys.ring };
  const disclosure = new Disclosure(database, sealing);
  const kinds = new Kinds();
  for (const rules of [...caseKinds, ...alertKinds]) kinds.register(rules);
  const keeping = new RecordKeeping(database, directory, sealing, kinds, { clock, ids: settings.ids ?? systemIds });
  const effects = new Effects<Tx>();
  for (const procedure of ['onward-sharing', 'onward-transfer']) effects.register(procedure, onwardEffect(keeping));
  effects.register('subject-request', leaveEffect);
  effects.register('further-use', furtherEffect, endFurther);
  const feed = new Feed(database, disclosure, directory, new CursorSeal(settings.masterKey));
  const close = async () => {
    await kafka?.close();
    await directory.close();
    await keys.close();
    await database.close();
  };
  const topicOf = (agency: string, stream: string) => kafka?.topics.outbound(agency, stream) ?? null;
  const lines = new LedgerDisclosure(database);
  const account = async (caller: Caller, action: string) => void (await lines.give(caller, action, null, async () => true));
  return { masterKey: settings.masterKey, account, database, directory, disclosure, keeping, keys, feed, effects, kafka, quotas: settings.quotas ?? new Quotas(), topicOf, close };
}
