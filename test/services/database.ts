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
  const { url, adminUrl } = running();
  await asAdmin(adminUrl, `create database ${name} owner amanat`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => asAdmin(adminUrl, `drop database ${name} with (force)`) };
}

/** The hub's login on the owner's database: what a process of the hub is given as DATABASE_URL. */
export function sessionUrlOf(ownerUrl: string): string {
  const [session, owner] = [new URL(running().sessionUrl), new URL(ownerUrl)];
  session.pathname = owner.pathname;
  return session.href;
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
