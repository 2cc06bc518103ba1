import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseAt, onServer, sessionUrlOf } from '../../services/index.js';
import { running } from '../../services/running.js';
import { commonKeys, enrolled } from '../../world/index.js';
import { DICE, LOWEST_FIRST } from './dice.js';

const TEMPLATE = 'noninterference_template';
/** Found before PostgreSQL's own functions of the same names; what the migrations create still goes to `public`. */
const SEARCH_PATH = 'public, harness, pg_catalog';
const CLOCK = `
  create schema harness;
  grant usage on schema harness to public;
  create table harness.clock (at timestamptz not null);
  insert into harness.clock values (now());
  grant select on harness.clock to public;
  create function harness.now() returns timestamptz language sql stable as 'select at from harness.clock';
  create function harness.clock_timestamp() returns timestamptz language sql stable as 'select at from harness.clock';`;

/** A database whose time and chance are the harness's: no line of the hub's SQL is another one for it. */
export interface HarnessDatabase {
  /** The owner's URL. */
  readonly url: string;
  /** The hub's own login, which owns nothing. */
  readonly sessionUrl: string;
  /** The key store, as the hub's own login. */
  readonly keysUrl: string;
  /** As the server's superuser, past row-level security. */
  readonly admin: pg.Pool;
  setTime(now: Date): Promise<void>;
  drop(): Promise<void>;
}

export async function harnessDatabase(): Promise<HarnessDatabase> {
  const name = `noninterference_${randomBytes(6).toString('hex')}`;
  const { url, adminUrl } = running();
  await onServer(async (server) => {
    await server.query(`select pg_advisory_lock(hashtext('${TEMPLATE}'))`);
    await ensureTemplate(server);
    await server.query(`create database ${name} owner amanat template ${TEMPLATE} strategy file_copy`);
    await server.query(`alter database ${name} set search_path = ${SEARCH_PATH}`);
    await server.query(`revoke all on database ${name} from public`);
    await server.query(`grant connect on database ${name} to amanat_hub, amanat_jobs, amanat_watch`);
  });
  const admin = new pg.Pool({ connectionString: databaseAt(adminUrl, name), max: 2 });
  admin.on('error', () => undefined);
  return {
    url: databaseAt(url, name), sessionUrl: sessionUrlOf(databaseAt(url, name)), keysUrl: await commonKeys(), admin,
    setTime: async (now) => void (await admin.query('update harness.clock set at = $1', [now])),
    drop: async () => {
      await admin.end();
      await onServer((server) => server.query(`drop database ${name} with (force)`));
    },
  };
}

async function ensureTemplate(server: pg.Client): Promise<void> {
  const { rows } = await server.query('select datistemplate as ready from pg_database where datname = $1', [TEMPLATE]);
  if (rows[0]?.ready) return;
  await server.query(`drop database if exists ${TEMPLATE} with (force)`);
  await server.query(`create database ${TEMPLATE} owner amanat`);
  const { url, adminUrl } = running();
  const admin = new pg.Client({ connectionString: databaseAt(adminUrl, TEMPLATE) });
  await admin.connect();
  await admin.query(CLOCK + DICE);
  await server.query(`alter database ${TEMPLATE} set search_path = ${SEARCH_PATH}`);
  await enrolled(databaseAt(url, TEMPLATE));
  await admin.query(LOWEST_FIRST);
  await admin.end();
  await server.query(`alter database ${TEMPLATE} is_template true`);
}
