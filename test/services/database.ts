import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { running } from './running.js';

export interface FreshDatabase {
  /** Connection URL of its owner, who is no superuser. */
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty database of its own for one test file. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const { url } = running();
  await onServer((server) => server.query(`create database ${name} owner amanat`));
  return { url: databaseAt(url, name), drop: () => onServer((server) => server.query(`drop database ${name} with (force)`)) };
}

/** The hub's login on the owner's database: what a process of the hub is given as DATABASE_URL. */
export function sessionUrlOf(ownerUrl: string): string {
  const [session, owner] = [new URL(running().sessionUrl), new URL(ownerUrl)];
  session.pathname = owner.pathname;
  return session.href;
}

/** The login that does what is due on the owner's database: DATABASE_JOBS_URL. */
export function jobsUrlOf(ownerUrl: string): string {
  return databaseAt(running().jobsUrl, new URL(ownerUrl).pathname.slice(1));
}

/** The login of the watch over look-ups on the owner's database: DATABASE_WATCH_URL. */
export function watchUrlOf(ownerUrl: string): string {
  return databaseAt(running().watchUrl, new URL(ownerUrl).pathname.slice(1));
}

/** Works on the tests' server as its superuser. */
export async function onServer(work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: running().adminUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** The same login on another database of the server. */
export function databaseAt(url: string, database: string): string {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
}
