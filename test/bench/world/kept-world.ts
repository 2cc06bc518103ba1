import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '#libs/contracts';
import { POLICY_HASH } from '#libs/policy';
import type { House } from '../../../apps/assembly/house.js';
import { say } from '../measure/say.js';
import { asAdmin, createDatabase, dropDatabase, urlOf, type Cluster } from './databases.js';
import { openHub } from './hub.js';
import { load, withoutIndexes, type Size } from './load.js';

/** What decides about the rows of a world: tables, kinds, rules and the generator. */
const SOURCES = ['libs/records/postgres', 'libs/records/model', 'libs/delivery/postgres', 'libs/audit/postgres', 'test/bench/world'];
const DECIDING = /^0\d+-.*\.ts$|libs\/records\/model\/(?!.*spec)|world\/(invented-case|rows|world-source)\.ts$/;

export interface KeptWorld extends Size {
  readonly database: string;
  readonly url: string;
}

/** The world of this size, from an earlier run when it is still what this version would build. */
export async function keptWorld(cluster: Cluster, size: Size, fresh: boolean): Promise<KeptWorld> {
  const database = `world_${size.records}`;
  const world = { ...size, database, url: urlOf(cluster.url, database) };
  const print = fingerprint(size);
  if (!fresh && (await markOf(cluster, database)) === print) return world;
  say(`building a world of ${size.records} records; it is kept for the next run`);
  await dropDatabase(cluster, database);
  await createDatabase(cluster, database);
  const house = await openHub(world.url);
  try {
    await asAdmin(cluster, database, (admin) => withoutIndexes(admin, () => load(house, admin, size)));
  } finally {
    await house.close();
  }
  await asAdmin(cluster, 'postgres', (admin) => admin.query(`comment on database ${database} is '${print}'`));
  return world;
}

export async function withWorld<Result>(world: KeptWorld, poolSize: number, work: (house: House) => Promise<Result>): Promise<Result> {
  const house = await openHub(world.url, { poolSize });
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

async function markOf(cluster: Cluster, database: string): Promise<string | null> {
  const { rows } = await asAdmin(cluster, 'postgres', (admin) => admin.query<{ mark: string }>(
    `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1`, [database]));
  return rows[0]?.mark ?? null;
}

function fingerprint(size: Size): string {
  const hash = createHash('sha256').update(JSON.stringify([size, POLICY_HASH, KINDS]));
  for (const folder of SOURCES) {
    for (const file of readdirSync(folder).sort()) {
      const path = join(folder, file);
      if (DECIDING.test(file) || DECIDING.test(path)) hash.update(readFileSync(path));
    }
  }
  return hash.digest('hex');
}
