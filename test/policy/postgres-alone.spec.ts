import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { CLASSES, KINDS } from '#libs/contracts';
import { POLICY_HASH } from '#libs/policy';
import { openWorld, type World } from '../world/index.js';
import { ALL_PURPOSES, claims, EVERYONE, everything, mayOpen, putRulesInPlay, type Kept } from './alone/rules-in-play.js';

const OPEN = CLASSES.filter(({ sealed }) => !sealed);
const ASKING = EVERYONE.flatMap((agency) => ALL_PURPOSES.flatMap((purpose) => [[agency, purpose, 'o-1'], [agency, purpose, null]] as const));

let world: World;
/** As the owner, who becomes the reading role: nothing of the hub's code stands between it and PostgreSQL. */
let owner: pg.Client;
let records: Kept[];
beforeAll(async () => {
  world = await openWorld();
  await putRulesInPlay(world);
  records = await everything(world);
  owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
}, 90_000);
afterAll(async () => {
  await owner?.end();
  await world?.close();
});

interface Row { readonly id: string; readonly mask: number; readonly sealed?: readonly { class: number }[] | null; readonly [column: string]: unknown }

/** Raw SQL of the reading role, in the context that PostgreSQL gives a caller who claims everything. */
async function asReader<Found>(claimed: string, text: string, values: unknown[] = []): Promise<Found[]> {
  await owner.query('begin');
  try {
    await owner.query('set local role amanat_view');
    await owner.query('select disclosure.admit($1)', [claimed]);
    return (await owner.query(text, values)).rows as Found[];
  } finally {
    await owner.query('rollback');
  }
}

/** Raw SQL of the hub's own session. */
const asHub = <Found>(text: string, values: unknown[]) => world.house.database.query<Found>(text, values);

/** Records that come by the lot, for each column an array, as rows. */
async function recordsAsHub(text: string, values: unknown[]): Promise<Row[]> {
  const lots = await asHub<Readonly<Record<string, readonly unknown[]>>>(text, values);
  return lots.flatMap((lot) => lot['id']!.map((_, nth) => Object.fromEntries(Object.entries(lot).map(([column, of]) => [column, of[nth]])) as unknown as Row));
}

/** Classes of which something lies in a row. */
function lying(row: Row): number {
  const open = OPEN.reduce((mask, { code, bit }) => (row[code.toLowerCase()] === null ? mask : mask | (1 << bit)), 0);
  return (row.sealed ?? []).reduce((mask, slice) => mask | (1 << slice.class), open);
}

const masksOf = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ id, mask }) => [id, mask]));

function expected(agency: string, purpose: string, officer: boolean): Record<string, number> {
  const masks = records.map((record) => [record.id, mayOpen(world, agency, purpose, officer, record)] as const);
  return Object.fromEntries(masks.filter(([, mask]) => mask !== 0));
}

describe('with the TypeScript layer switched off', () => {
  it('there is something to hide and something to see in this world', () => {
    const masks = new Set(ASKING.flatMap(([agency, purpose, officer]) => Object.values(expected(agency, purpose, officer !== null))));
    expect(masks.size).toBeGreaterThan(12);
    expect(records.length).toBeGreaterThan(20);
  });

  it('everything that the reading role can select is what the rules open today, to the row and to the column, whatever is claimed', async () => {
    for (const [agency, purpose, officer] of ASKING) {
      const rows = await asReader<Row>(claims(world, agency, purpose, officer), 'select * from disclosure.seen');
      expect([agency, purpose, officer, masksOf(rows)]).toEqual([agency, purpose, officer, expected(agency, purpose, officer !== null)]);
      expect(rows.filter((row) => (lying(row) & ~row.mask) !== 0)).toEqual([]);
    }
  });

  it('earlier versions too are shown under the rules of today', async () => {
    for (const agency of EVERYONE) {
      const rows = await asReader<Row>(claims(world, agency, 'criminal-investigation', null), 'select * from disclosure.seen_version');
      expect(masksOf(rows)).toEqual(expected(agency, 'criminal-investigation', true)); // a stream announces as if an officer asked
      expect(rows.filter((row) => (lying(row) & ~row.mask) !== 0)).toEqual([]);
    }
  });

  it('counts and joins tell no more than rows do', async () => {
    const claimed = claims(world, 'frontex', 'criminal-investigation', 'o-1');
    const visible = Object.keys(expected('frontex', 'criminal-investigation', true));
    expect(await asReader(claimed, 'select count(*)::int as n from disclosure.seen')).toEqual([{ n: visible.length }]);
    const joined = await asReader<{ id: string; audience: string }>(claimed, `select distinct s.id, a.audience from disclosure.seen s full join records.record_audience a on a.record_id = s.id
      where s.id is not null`);
    expect(joined.every(({ id, audience }) => visible.includes(id) && audience === 'frontex')).toBe(true);
  });

  it('a condition that fails on a hidden record is not asked about it', async () => {
    const hidden = records.filter(({ id }) => !(id in expected('pta', 'content-blocking', true))).map(({ id }) => id);
    const probe = 'select id from disclosure.seen where 1 / (case when id = any ($1) then 0 else 1 end) > 0';
    await expect(asReader(claims(world, 'pta', 'content-blocking', 'o-1'), probe, [hidden])).resolves.toBeDefined();
  });

  it.each(['records.record', 'records.history', 'records.sealed_slice', 'records.submission', 'directory.client', 'delivery.rejection'])(
    'the reading role may not look behind its views: %s', async (table) => {
      for (const text of [`select 1 from ${table}`, `copy ${table} to stdout`, `explain analyze select * from ${table}`]) {
        await expect(asReader(claims(world, 'fia', 'criminal-investigation', 'o-1'), text)).rejects.toMatchObject({ code: '42501' });
      }
    });
});

describe('the hub\'s session, by the functions it may call, with every argument hostile', () => {
  const ids = () => records.map(({ id }) => id);

  it('by id: what the rules open, and its line says so', async () => {
    for (const [agency, purpose, officer] of ASKING) {
      const rows = await recordsAsHub('select * from disclosure.by_id($1, $2, $3)', [claims(world, agency, purpose, officer), 'case', ids()]);
      expect([agency, purpose, officer, masksOf(rows)]).toEqual([agency, purpose, officer, expected(agency, purpose, officer !== null)]);
      expect(rows.filter((row) => (lying(row) & ~row.mask) !== 0)).toEqual([]);
    }
    const lines = await world.rows(`select distinct agency, policy from audit.ledger where action = 'read' order by agency`);
    expect(lines).toEqual([...EVERYONE].sort().map((agency) => ({ agency, policy: POLICY_HASH })));
  });

  it('a page, a join and a rendering: no record and no class beyond', async () => {
    for (const [agency, purpose, officer] of ASKING) {
      const claimed = claims(world, agency, purpose, officer);
      const may = expected(agency, purpose, officer !== null);
      const page = await recordsAsHub('select * from disclosure.page($1, $2, $3, $4, $5, $6)', [claimed, 'case', [], [], 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000]);
      expect(masksOf(page)).toEqual(may);
      const found = await recordsAsHub('select * from disclosure.related($1, $2, $3, $4, $5)', [claimed, 'case', 'case.status', ['Active'], 1000]);
      const filtered = await recordsAsHub('select * from disclosure.page($1, $2, $3, $4, $5, $6)', [claimed, 'case', ['case.status'], ['Active'], 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000]);
      for (const row of [...found, ...filtered]) expect([agency, purpose, row.mask]).toEqual([agency, purpose, may[row.id]]);
      const sealed = await recordsAsHub('select * from disclosure.render($1, $2, $3)', [claimed, ids(), ids().map(() => 1)]);
      expect(sealed.filter((row) => row.mask !== 0).map(({ id, mask }) => [id, mask])).toEqual(Object.entries(expected(agency, purpose, true)));
    }
  });

  it('a filter finds nothing by a class that a rule has shut since the record was written', async () => {
    const facets = KINDS['case']!.facets.map(({ name }) => name);
    expect(facets).toContain('status');
    const shut = records.filter(({ label }) => label.originator === 'fia' && (mayOpen(world, 'pta', 'content-blocking', true, { id: '', versions: 1, label }) & 2) === 0).map(({ id }) => id);
    const rows = await recordsAsHub('select * from disclosure.page($1, $2, $3, $4, $5, $6)',
      [claims(world, 'pta', 'content-blocking', 'o-1'), 'case', ['case.status'], ['Active'], 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000]);
    expect(rows.filter(({ id }) => shut.includes(id))).toEqual([]);
  });

  it('deliveries: the caller\'s own, and no stream of another', async () => {
    for (const agency of EVERYONE) {
      const rows = await asHub<{ agency: string }>('select * from delivery.entries($1, $2, $3, $4, $5)', [claims(world, agency, 'criminal-investigation', 'o-1'), 'records', '0', '0', 1000]);
      expect(rows.filter((row) => row.agency !== agency)).toEqual([]);
    }
  });

  it.each([
    ['another agency\'s client', { client: 'europol' }], ['a client that is not enrolled', { client: 'nobody' }], ['no client', { client: null }],
    ['another agency', { agency: 'europol' }], ['a stream that is not there', { client: 'stream:nothing' }], ['a topic of nobody\'s', { client: 'topic', agency: 'nobody' }],
  ])('a caller who claims to be %s is nobody', async (_name, more) => {
    const claimed = claims(world, 'fia', 'criminal-investigation', 'o-1', more);
    for (const [text, values] of [
      ['select * from disclosure.by_id($1, $2, $3)', ['case', ids()]], ['select * from records.label_of($1, $2)', [ids()[0]]],
      ['select * from delivery.entries($1, $2, $3, $4, $5)', ['records', '0', '0', 10]], ['select * from alerts.acknowledgements($1, $2)', [ids()]],
    ] as const) await expect(asHub(text, [claimed, ...values])).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('a process that asks another rule table is told to go away', async () => {
    const claimed = claims(world, 'fia', 'criminal-investigation', 'o-1', { policy: '0'.repeat(64) });
    await expect(asHub('select * from disclosure.by_id($1, $2, $3)', [claimed, 'case', ids()])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('neither a stream nor a topic opens anything sealed, and a stream serves its own purpose alone', async () => {
    const sealed = CLASSES.filter((entry) => entry.sealed).reduce((mask, { bit }) => mask | (1 << bit), 0);
    for (const client of ['stream:records', 'topic']) {
      const rows = await recordsAsHub('select * from disclosure.by_id($1, $2, $3)', [claims(world, 'fia', 'criminal-investigation', 'o-1', { client }), 'case', ids()]);
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.filter((row) => (row.mask & sealed) !== 0)).toEqual([]);
    }
    const other = claims(world, 'fia', 'victim-protection', 'o-1', { client: 'stream:records' });
    expect(await asHub('select * from disclosure.by_id($1, $2, $3)', [other, 'case', ids()])).toEqual([]);
  });

  it('writes for no other agency, and over nobody else\'s record', async () => {
    const claimed = claims(world, 'nccia', 'criminal-investigation', 'o-1');
    const [theirs] = await world.rows<{ row: any }>(`select to_jsonb(r) as row from records.record r where originator = 'fia' and state = 'active' limit 1`);
    const empty = [[], [], [], [], [], [], [], [], [], [], [], [], [], []];
    const submitted = asHub('select * from records.submit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)', [claimed, 'k', Buffer.from('x'), theirs!.row, ...empty]);
    await expect(submitted).rejects.toMatchObject({ code: 'ACTION_NOT_ALLOWED' });
    for (const row of [theirs!.row, { ...theirs!.row, originator: 'nccia' }]) {
      const replaced = asHub('select records.replace($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)',
        [claimed, `k-${row.originator}`, Buffer.from('x'), 'amend', null, row, ...empty]);
      await expect(replaced).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' });
    }
    const restricted = asHub('select records.restrict($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)', [claimed, 'k-r', Buffer.from('x'), 'case', theirs!.row.id, true, null, ...empty.slice(0, 7)]);
    await expect(restricted).rejects.toMatchObject({ code: 'RECORD_NOT_FOUND' });
    expect(await world.rows('select 1 from records.submission where agency = $1 and content = $2', ['nccia', Buffer.from('x')])).toEqual([]);
  });

  it.each(['set role amanat_view', 'set role amanat', 'set session authorization amanat', 'create temporary table record (id uuid)', 'create schema mine',
    'create function public.now() returns timestamptz language sql as $$ select null::timestamptz $$', 'copy records.record to stdout', 'grant amanat_view to amanat_session',
    'alter table records.record no force row level security', 'alter role amanat_session createrole', `copy (select 1) to program 'true'`, 'load \'auto_explain\''])(
    'has no right to: %s', async (text) => {
      await expect(asHub(text, [])).rejects.toMatchObject({ code: '42501' });
    });

  it('sees in the plan of what it calls that a function is called, and nothing of what the function passed over', async () => {
    const plan = await asHub<{ 'QUERY PLAN': string }>('explain (analyze, costs off, timing off, summary off) select * from disclosure.page($1, $2, $3, $4, $5, $6)',
      [claims(world, 'pta', 'content-blocking', 'o-1'), 'case', [], [], 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10]);
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Removed|Scan (?:using|on) record/u);
  });
});
