import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface Cluster {
  /** The database `amanat`, as its owner. */
  readonly url: string;
  readonly adminUrl: string;
}

export const urlOf = (base: string, database: string): string => {
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.href;
};

export async function asAdmin<Result>(cluster: Cluster, database: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: urlOf(cluster.adminUrl, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const createDatabase = (cluster: Cluster, name: string) =>
  asAdmin(cluster, 'postgres', (client) => client.query(`create database ${name} owner amanat`));

export const dropDatabase = (cluster: Cluster, name: string) =>
  asAdmin(cluster, 'postgres', (client) => client.query(`drop database if exists ${name} with (force)`));

/** A database for the length of `work`. */
export async function withFreshDatabase<Result>(cluster: Cluster, work: (name: string) => Promise<Result>): Promise<Result> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await createDatabase(cluster, name);
  try {
    return await work(name);
  } finally {
    await dropDatabase(cluster, name);
  }
}
