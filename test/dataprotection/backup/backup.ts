import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { migrateHub } from '../../../apps/assembly/schema.js';
import { databaseAt, onServer, sessionUrlOf } from '../../services/index.js';
import { running } from '../../services/running.js';

/** A backup of a database as an operator makes it. */
export interface Backup {
  readonly way: string;
  /** Every byte of it. */
  readonly bytes: Buffer;
  /** Restores it into a new database of the server. */
  restore(): Promise<Restored>;
}

export interface Restored {
  /** The owner's URL. */
  readonly url: string;
  readonly sessionUrl: string;
  drop(): Promise<void>;
}

type Tables = ReadonlyMap<string, Buffer>;

/** All rows of all tables by COPY, as a logical backup holds them; restored into a database that this version of the hub has brought up. */
export async function dumpRows(url: string): Promise<Backup> {
  const tables = await asAdmin(url, async (admin) => {
    await admin.query('begin isolation level repeatable read');
    const dumped = new Map<string, Buffer>();
    for (const table of await tablesOf(admin)) dumped.set(table, await collected(admin.query(copyTo(`copy ${table} to stdout`))));
    await admin.query('commit');
    return dumped;
  });
  return { way: 'rows by COPY', bytes: Buffer.concat([...tables.values()]), restore: () => restoreRows(tables) };
}

/** With the server's own `pg_dump`; null where this machine has none that is as new as the server. Its folder may be named in PG_BIN. */
export async function dumpWithPgDump(url: string): Promise<Backup | null> {
  const folder = process.env['PG_BIN'];
  const program = (name: string) => (folder ? join(folder, name) : name);
  if (!isNewEnough(program('pg_dump'))) return null;
  const place = mkdtempSync(join(tmpdir(), 'amanat-dump-'));
  const run = promisify(execFile);
  const admin = adminOf(url);
  const [file, plain] = [join(place, 'dump'), join(place, 'plain.sql')];
  await run(program('pg_dump'), ['--format=custom', `--file=${file}`, admin]);
  await run(program('pg_dump'), ['--format=plain', `--file=${plain}`, admin]);
  const bytes = readFileSync(plain);
  const restore = async () => {
    const restored = await fresh();
    await run(program('pg_restore'), ['--exit-on-error', `--dbname=${adminOf(restored.url)}`, file]);
    rmSync(place, { recursive: true, force: true });
    return restored;
  };
  return { way: 'pg_dump', bytes, restore };
}

function isNewEnough(program: string): boolean {
  try {
    return Number(/\d+/u.exec(execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))?.[0]) >= 18;
  } catch {
    return false;
  }
}

async function restoreRows(tables: Tables): Promise<Restored> {
  const restored = await fresh();
  await migrateHub(restored.url, { session: restored.sessionUrl });
  await asAdmin(restored.url, async (admin) => {
    await admin.query(`truncate ${(await tablesOf(admin)).join(', ')}`);
    await admin.query(`set session_replication_role = replica`);
    for (const [table, rows] of tables) await pipeline(Readable.from(rows), admin.query(copyFrom(`copy ${table} from stdin`)));
  });
  return restored;
}

async function fresh(): Promise<Restored> {
  const name = `restored_${randomBytes(6).toString('hex')}`;
  const url = databaseAt(running().url, name);
  await onServer(async (server) => {
    await server.query(`create database ${name} owner amanat`);
    await server.query(`grant connect on database ${name} to amanat_hub`);
  });
  return { url, sessionUrl: sessionUrlOf(url), drop: () => onServer((server) => server.query(`drop database ${name} with (force)`)) };
}

async function tablesOf(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(`select schemaname || '.' || tablename as name from pg_tables
    where schemaname !~ '^pg_' and schemaname not in ('information_schema', 'public') order by 1`);
  return rows.map(({ name }) => name);
}

async function collected(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  await pipeline(stream, new Writable({ write: (part: Buffer, _, done) => { parts.push(part); done(); } }));
  return Buffer.concat(parts);
}

async function asAdmin<Result>(url: string, work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: adminOf(url) });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** The server's superuser on the database of `url`: row-level security holds for the owner, too. */
function adminOf(url: string): string {
  return databaseAt(running().adminUrl, new URL(url).pathname.slice(1));
}
