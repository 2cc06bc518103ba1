import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { FindRecords, SubmitRecord } from '#libs/records';
import type { Client } from 'pg';
import type { House } from '../../../apps/assembly/house.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from './databases.js';
import { BIG, callerOf, RARE } from './callers.js';
import { submitCase } from './captured-submission.js';
import { inventedCase } from './invented-case.js';
import { openHub } from './hub.js';
import { clone } from './clone/clone.js';
import { load } from './load.js';
import { ROWS, SCOPES } from './rows.js';
import type { Size } from './size.js';
import { worldClock, worldId, WorldIds } from './world-source.js';
import { say } from '../measure/say.js';

const RARE_IN = 10;
/** Given by the moment, not by the document; keys and nonces are fresh each time, so only their size can be equal. */
const OF_THE_MOMENT = ['seq', 'xid', 'at'];
const RANDOM = ['ciphertext', 'key_id'];

interface Contents {
  readonly tables: ReadonlyMap<string, string[]>;
  /** Definitions of columns and indexes, each with its table's name. */
  readonly shape: readonly string[];
  readonly answers: readonly unknown[];
}

type Way = 'door' | 'copy' | 'clone';

/**
 * Loads the same cases through the door and by COPY, and fails unless every table holds the same rows and
 * every answer is the same. Returns a fingerprint of these rows and their tables: a world kept from
 * before with another fingerprint is not what this version would build.
 */
export async function showSameRows(cluster: Cluster, records: number): Promise<string> {
  return fingerprint(await sameContents(cluster, { records, rare: RARE_IN }, ['door', 'copy']));
}

/** The same of cases that repeat, by COPY and by cloning the distinct ones. */
export async function showSameClones(cluster: Cluster): Promise<void> {
  await sameContents(cluster, { records: 250, rare: RARE_IN, distinct: 100 }, ['copy', 'clone']);
}

async function sameContents(cluster: Cluster, size: Size, [one, other]: readonly [Way, Way]): Promise<Contents> {
  const first = await withFreshDatabase(cluster, (name) => contents(cluster, name, size, one));
  const second = await withFreshDatabase(cluster, (name) => contents(cluster, name, size, other));
  let rows = 0;
  for (const [table, expected] of first.tables) {
    const found = second.tables.get(table) ?? [];
    const different = expected.findIndex((row, place) => row !== found[place]);
    if (different >= 0 || expected.length !== found.length) {
      throw new Error(`${table} differs: ${expected.length} rows by ${one}, ${found.length} by ${other}; the first: ${expected[different]} / ${found[different]}`);
    }
    rows += expected.length;
  }
  if (!isDeepStrictEqual(first.answers, second.answers)) throw new Error('the same records read back differently');
  say(`${size.records} cases by ${one} and by ${other}: ${rows} rows in ${first.tables.size} tables and all answers are the same`);
  return second;
}

/** Of the tables that hold something: a new one that is still empty comes by migration. The ledger's lines name the rules' own hash. */
function fingerprint({ tables, shape }: Contents): string {
  const filled = [...tables].filter(([table, rows]) => rows.length > 0 && table !== 'audit.ledger');
  const shapes = filled.map(([table]) => shape.filter((definition) => definition.includes(`${table} `)));
  return createHash('sha256').update(JSON.stringify([filled, shapes])).digest('hex');
}

async function contents(cluster: Cluster, name: string, size: Size, way: Way): Promise<Contents> {
  const ids = new WorldIds();
  const house = await openHub(urlOf(cluster.url, name), { clock: worldClock, ids });
  try {
    await asAdmin(cluster, name, (admin) => fill(house, ids, admin, size, way));
    const { tables, shape } = await asAdmin(cluster, name, async (admin) => ({ tables: await rowsByTable(admin), shape: await shapeOf(admin) }));
    unknownTables(tables);
    return { tables, shape, answers: await answersOf(house, size) };
  } finally {
    await house.close();
  }
}

async function fill(house: House, ids: WorldIds, admin: Client, size: Size, way: Way): Promise<void> {
  if (way === 'copy') return load(house, admin, size);
  if (way === 'clone') {
    await load(house, admin, { ...size, records: size.distinct! });
    return clone(house, admin, size as Required<Size>);
  }
  const action = new SubmitRecord(house.keeping);
  for (let index = 0; index < size.records; index++) {
    ids.at(index);
    await submitCase(action, index, size);
  }
}

async function rowsByTable(admin: Client): Promise<Map<string, string[]>> {
  const all = await admin.query<{ name: string }>(`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('records', 'delivery', 'audit')
      and tablename <> 'standing' order by 1`); // one row that every database has from the start
  const rows = new Map<string, string[]>();
  for (const { name } of all.rows) rows.set(name, (await admin.query<{ row: string }>(rowsOf(name))).rows.map(({ row }) => row));
  return rows;
}

async function shapeOf(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ definition: string }>(`
    select format('%s.%s %s %s', table_schema, table_name, column_name, data_type) as definition
    from information_schema.columns where table_schema in ('records', 'delivery', 'audit')
    union all select indexdef from pg_indexes where schemaname in ('records', 'delivery', 'audit')
      and tablename <> 'standing' order by 1`); // one row that every database has from the start
  return rows.map(({ definition }) => definition);
}

const rowsOf = (table: string) => `
  select (to_jsonb(t) - '{${[...OF_THE_MOMENT, ...RANDOM].join(',')}}'::text[] ||
    jsonb_build_object(${RANDOM.map((column) => `'${column}', length(to_jsonb(t) ->> '${column}')`).join(', ')}))::text as row
  from ${table} t order by 1`;

/** A table that a later version of the hub fills, and COPY does not, would be found by its rows; one that nobody fills is no matter. */
function unknownTables(tables: ReadonlyMap<string, string[]>): void {
  const known = new Set([...Object.keys(ROWS), ...Object.keys(SCOPES)]);
  for (const [table, rows] of tables) if (rows.length > 0 && !known.has(table)) throw new Error(`COPY knows nothing of ${table}, which the door fills`);
}

/** Every record as its originator reads it, sealed classes opened, and the newest page of who sees all and of who sees little. */
async function answersOf(house: House, { records, rare, distinct }: Size): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let index = 0; index < records; index++) {
    const caller = callerOf(inventedCase(index, rare, distinct).agency, { purpose: 'victim-protection' });
    answers.push(...await house.disclosure.byIds(caller, 'case', [worldId(index)]));
  }
  for (const agency of [BIG, RARE]) answers.push(await new FindRecords(house.disclosure).page(callerOf(agency), 'case', { first: 50, after: null, filter: {} }));
  return answers;
}
