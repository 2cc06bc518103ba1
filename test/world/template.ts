import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { loadParticipants, readParticipants, directoryEntities } from '#libs/directory';
import { Database } from '#libs/postgres';
import { migrateHub, migrateKeys } from '../../apps/assembly/schema.js';
import { databaseAt, jobsUrlOf, onServer, sessionUrlOf, watchUrlOf } from '../services/index.js';
import { running } from '../services/running.js';
import { keyOf } from './keys.js';

const TEMPLATE = 'world_template';

export interface WorldDatabase {
  /** The owner's URL. */
  readonly url: string;
  /** The hub's own login, which owns nothing. */
  readonly sessionUrl: string;
  /** The key store, as the hub's own login: one for all worlds of a run, for keys have names of their own. */
  readonly keysUrl: string;
  /** The server's superuser, who alone sees the tables past row-level security: for counting only. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** A database of its own, migrated and with the demonstration's participants: a copy, made in a fraction of a migration's time. */
export async function worldDatabase(): Promise<WorldDatabase> {
  const name = `world_${randomBytes(6).toString('hex')}`;
  const { url, adminUrl } = running();
  await onServer(async (admin) => {
    await admin.query(`select pg_advisory_lock(hashtext('${TEMPLATE}'))`);
    await ensureTemplate(admin);
    await admin.query(`create database ${name} owner amanat template ${TEMPLATE}`);
    await admin.query(`revoke all on database ${name} from public`); // rights on the database itself are not copied
    await admin.query(`grant connect on database ${name} to amanat_hub, amanat_jobs, amanat_watch`);
  });
  const drop = () => onServer(async (admin) => void (await admin.query(`drop database ${name} with (force)`)));
  return { url: databaseAt(url, name), sessionUrl: sessionUrlOf(databaseAt(url, name)), keysUrl: await commonKeys(), adminUrl: databaseAt(adminUrl, name), drop };
}

/** Called under the lock: of two test files that start together one makes it, the other finds it. */
async function ensureTemplate(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query('select datistemplate as ready from pg_database where datname = $1', [TEMPLATE]);
  if (rows[0]?.ready) return;
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`);
  await admin.query(`create database ${TEMPLATE} owner amanat`);
  await enrolled(databaseAt(running().url, TEMPLATE));
  await admin.query(`alter database ${TEMPLATE} is_template true`);
}

let broughtUp: Promise<void> | null = null;

/** The run's key store, brought up. */
export async function commonKeys(): Promise<string> {
  const { keysUrl, keysSessionUrl } = running();
  await (broughtUp ??= migrateKeys(keysUrl, { session: keysSessionUrl }));
  return keysSessionUrl;
}

/** Migrates the owner's database and enters the demonstration's participants, each client with the secret and key that `secretOf` and `keyOf` give. */
export async function enrolled(url: string, sessionUrl = sessionUrlOf(url), jobsUrl = jobsUrlOf(url), watchUrl = watchUrlOf(url)): Promise<void> {
  await migrateHub(url, { session: sessionUrl, jobs: jobsUrl, watch: watchUrl });
  const database = await Database.connect({ url, poolSize: 1, entities: directoryEntities });
  const { clients, ...rest } = await readParticipants('deploy/local/participants.json');
  const participants = { ...rest, clients: clients.map((client) => ({ ...client, jwks: { keys: [keyOf(client.id).jwk] } })) };
  try {
    await database.transaction((tx) => loadParticipants(tx, participants, async (ids) => new Map(ids.map((id) => [id, secretOf(id)]))));
  } finally {
    await database.close();
  }
}

/** The secret of a client of a test's world. */
export function secretOf(client: string): string {
  return `a secret of the tests for ${client}`;
}
