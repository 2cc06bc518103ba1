import type { Client } from 'pg';
import type { House } from '../../../apps/assembly/house.js';
import { say } from '../measure/say.js';
import { asAdmin, createDatabase, dropDatabase, urlOf, type Cluster } from './databases.js';
import { openHub } from './hub.js';
import { clone } from './clone/clone.js';
import { load, withoutIndexes } from './load.js';
import { showSameClones } from './same-rows.js';
import { distinctIn, type Size } from './size.js';

export interface KeptWorld extends Size {
  readonly database: string;
  readonly url: string;
}

const databaseOf = ({ records }: Size) => `world_${records}`;
/** A world built before worlds were cloned bears the first mark, and is as good. */
const marksFor = (size: Size, print: string) => [`${print} ${size.rare}`, `${print} ${size.rare} of ${distinctIn(size)}`];

/** Whether the world of this size is there from an earlier run, as this version would build it. */
export async function isKept(cluster: Cluster, size: Size, print: string): Promise<boolean> {
  return marksFor(size, print).includes((await markOf(cluster, databaseOf(size))) ?? '');
}

/** The world of this size: from an earlier run when its mark is `print`, else built anew and marked with it. */
export async function keptWorld(cluster: Cluster, size: Size, print: string, fresh = false): Promise<KeptWorld> {
  const database = databaseOf(size);
  const world = { ...size, database, url: urlOf(cluster.url, database) };
  if (!fresh && (await isKept(cluster, size, print))) {
    await forgetSealer(cluster, database);
    return world;
  }
  if (distinctIn(size)) await showSameClones(cluster);
  say(`building a world of ${size.records} records; it is kept for the next run`);
  await dropDatabase(cluster, database);
  await createDatabase(cluster, database);
  const house = await openHub(world.url);
  try {
    await asAdmin(cluster, database, (admin) => withoutIndexes(admin, () => fill(house, admin, size)));
  } finally {
    await house.close();
  }
  await asAdmin(cluster, 'postgres', (admin) => admin.query(`comment on database ${database} is '${marksFor(size, print)[distinctIn(size) ? 1 : 0]}'`));
  return world;
}

/** A bench over HTTP seals the world's ledger; one in this process does not, and its ledger would count as stuck (D-054). */
async function forgetSealer(cluster: Cluster, database: string): Promise<void> {
  await asAdmin(cluster, database, (admin) => admin.query('update audit.standing set sealed_at = null'));
}

async function fill(house: House, admin: Client, size: Size): Promise<void> {
  const distinct = distinctIn(size);
  await load(house, admin, { ...size, records: distinct ?? size.records });
  if (distinct) await clone(house, admin, { ...size, distinct });
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
