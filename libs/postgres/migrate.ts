import { createHash } from 'node:crypto';
import { DataSource, type MigrationInterface } from 'typeorm';
import { HUB_ROLE } from './database.js';

/**
 * What a room brings to the database: migrations run once, in the order of their timestamps;
 * `functions` (functions, views, policies) are laid again, in order, whenever their text changes.
 */
export interface SchemaPart {
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly functions: readonly string[];
  /** Run by the owner at every start, after all else. */
  readonly atStart?: readonly string[];
}

/**
 * What sessions work as, and what functions and views act as: `view` finds what a caller may see, `slices`
 * owns the views that mask it, `store` writes for a caller, `keeper` does the hub's own work (relay, relabel); `jobs` is
 * what the runner of jobs works as, `watch` the watch over look-ups.
 */
const JOBS_ROLE = 'amanat_jobs';
/** What the watch over look-ups works as. */
export const WATCH_ROLE = 'amanat_watch';
const ROLES = [HUB_ROLE, 'amanat_view', 'amanat_slices', 'amanat_store', 'amanat_keeper', JOBS_ROLE, WATCH_ROLE];

export interface MigrateSettings {
  /** URL of the login that the hub's processes are to use; it is made where there is none, a member of amanat_hub alone. */
  readonly session?: string;
  /** URL of the login that does what is due; made likewise, a member of amanat_jobs alone. */
  readonly jobs?: string;
  /** URL of the login of the watch over look-ups; made likewise, a member of amanat_watch alone. */
  readonly watch?: string;
  /** Let this build's functions take the place of a later one's. */
  readonly rollBack?: boolean;
}

/**
 * Brings the database of `url` (its owner's) to the state the parts describe. Idempotent.
 * @throws Error with the code BUILD_SUPERSEDED where a later build has been here since this one: a process
 * that was forgotten in an upgrade and starts again must not bring back rules that have been narrowed
 */
export async function migrate(url: string, parts: readonly SchemaPart[], { session, jobs, watch, rollBack = false }: MigrateSettings = {}): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: parts.flatMap((part) => [...part.migrations]),
    migrationsTableName: 'amanat_migration',
  });
  await source.initialize();
  try {
    await source.query(`select pg_advisory_lock(hashtext('amanat:migrate'))`);
    for (const role of ROLES) await createRole(source, role);
    await closeDoors(source);
    if (session) await createLogin(source, new URL(session), HUB_ROLE);
    if (jobs) await createLogin(source, new URL(jobs), JOBS_ROLE);
    if (watch) await createLogin(source, new URL(watch), WATCH_ROLE);
    await source.runMigrations({ transaction: 'each' });
    await layFunctions(source, parts.flatMap((part) => [...part.functions]), rollBack);
    for (const text of parts.flatMap((part) => [...(part.atStart ?? [])])) await source.query(text);
  } finally {
    await source.destroy();
  }
}

/** Roles belong to the whole server: two databases of one server may be migrated at the same time. */
async function createRole(source: DataSource, role: string): Promise<void> {
  await source.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
  exception when duplicate_object or unique_violation then null; end $$`);
  await source.query(`grant ${role} to current_user`).catch(ignoreTwin);
}

/** Nobody may put a table, a function or a temporary namesake of one before those of the hub. */
async function closeDoors(source: DataSource): Promise<void> {
  await source.query(`do $$ begin execute format('revoke all on database %I from public', current_database()); end $$`);
  await source.query('revoke all on schema public from public');
  await source.query('alter default privileges revoke execute on functions from public');
  await source.query(`do $$ begin execute format('grant connect on database %I to ${HUB_ROLE}, ${JOBS_ROLE}, ${WATCH_ROLE}', current_database()); end $$`);
  await source.query(`grant usage on schema public to ${ROLES.join(', ')}`);
}

/** A login that exists is somebody's work, and keeps its password. */
async function createLogin(source: DataSource, { username, password }: URL, role: string): Promise<void> {
  const [login, secret] = [username, password].map(decodeURIComponent);
  const statement = `select format('create role %I login nocreatedb nocreaterole password %L', $1::text, $2::text) as text
    where not exists (select from pg_roles where rolname = $1)`;
  for (const { text } of await source.query(statement, [login, secret])) await source.query(text).catch(ignoreTwin);
  const [{ text }] = await source.query(`select format('grant ${role} to %I', $1::text) as text`, [login]);
  await source.query(text).catch(ignoreTwin);
}

/** Another database of the same server is being migrated at this moment, and did it. */
function ignoreTwin(error: Error): void {
  if (!/concurrently updated|unique constraint|already exists/u.test(error.message)) throw error;
}

/** Keeps which texts were laid when: the last are in force. */
async function layFunctions(source: DataSource, texts: string[], rollBack: boolean): Promise<void> {
  const hash = createHash('sha256').update(texts.join('\n')).digest('hex');
  await source.query('create table if not exists amanat_functions (hash text primary key, laid_at timestamptz default now())');
  const laid: { hash: string }[] = await source.query('select hash from amanat_functions order by laid_at desc');
  if (laid[0]?.hash === hash) return;
  if (laid.some((former) => former.hash === hash) && !rollBack) {
    throw Object.assign(new Error('a later build of the hub has brought this database further; AMANAT_ROLL_BACK=true returns to this one'), { code: 'BUILD_SUPERSEDED' });
  }
  await source.transaction(async (entities) => {
    for (const text of texts) await entities.query(text);
    await entities.query('insert into amanat_functions (hash) values ($1) on conflict (hash) do update set laid_at = now()', [hash]);
  });
}
