import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import { alertDocument, caseDocument, envelope, openWorld, type World } from '../../world/index.js';

const OURS = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;
const ROLES = ['amanat_hub', 'amanat_view', 'amanat_store'];
/** Housekeeping of the migrations: nothing of a record stands there, and no role of the hub may look. */
const HOUSEKEEPING = ['public.amanat_functions', 'public.amanat_migration'];

interface Table { readonly name: string; readonly schema: string; readonly forced: boolean; readonly guarded: boolean; readonly viewed: boolean }

let world: World;
let owner: pg.Client;
let tables: Table[] = [];
beforeAll(async () => {
  world = await openWorld();
  const shared = { envelope: envelope({ recipients: ['nccia', 'iom'] }) };
  const receipt = await world.submit('fia', 'case', caseDocument(shared));
  await world.amend('fia', 'case', receipt, caseDocument({ ...shared, summary: 'They were moved on.' }));
  await world.submit('de-bka', 'case', caseDocument({ envelope: envelope({ legalBasis: 'LED-8', recipients: ['europol'] }) }));
  await world.submit('europol', 'alert', alertDocument({ envelope: envelope({ recipients: ['de-bka', 'iom'] }) }));
  for (const agency of ['fia', 'nccia', 'europol', 'iom']) await world.find.page(world.caller(agency), 'case', {});
  owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
  tables = await world.rows<Table>(`select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relforcerowsecurity as forced,
    c.relrowsecurity as guarded, has_table_privilege('amanat_view', c.oid, 'select') as viewed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'm', 'v', 'f') and ${OURS} order by 1`);
});
afterAll(async () => {
  await owner?.end();
  await world?.close();
});

/** Runs as one of the hub's roles, with an agency's context or none, and undoes everything. */
async function as<Row>(role: string, context: Readonly<Record<string, string>>, text: string): Promise<Row[]> {
  await owner.query('begin');
  try {
    await owner.query(`set local role ${role}`);
    for (const [name, value] of Object.entries(context)) await owner.query('select set_config($1, $2, true)', [`amanat.${name}`, value]);
    return (await owner.query(text)).rows as Row[];
  } finally {
    await owner.query('rollback');
  }
}

const contextOf = (agency: string, purpose = 'criminal-investigation', ledger = agency) => ({
  audiences: agency, ledger_of: ledger, purpose: String(purposeMask(purpose)), classes: String(ALL_CLASSES), clearance: '4',
});
const kept = () => tables.filter(({ name, schema }) => schema !== 'directory' && !HOUSEKEEPING.includes(name));

describe('PostgreSQL by itself', () => {
  it('guards every table there is, against the owner too', () => {
    const unguarded = tables.filter(({ forced, guarded }) => !forced || !guarded).map(({ name }) => name);
    expect(unguarded).toEqual(HOUSEKEEPING);
    expect(kept().length).toBeGreaterThan(12);
  });

  it('gives the hub\'s own role no table of records, deliveries, acknowledgements or the ledger, for no verb', async () => {
    for (const { name } of kept()) {
      for (const text of [`select 1 from ${name}`, `insert into ${name} default values`, `delete from ${name}`, `truncate ${name}`]) {
        await expect(as('amanat_hub', contextOf('fia'), text)).rejects.toMatchObject({ code: '42501' });
      }
    }
    for (const name of HOUSEKEEPING) await expect(as('amanat_hub', {}, `select 1 from ${name}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('shows the reading role nothing where no context says who asks', async () => {
    for (const { name } of kept().filter(({ viewed }) => viewed)) expect([name, await as('amanat_view', {}, `select 1 from ${name}`)]).toEqual([name, []]);
  });

  it('shows the reading role nothing for a purpose, a clearance or classes that are none', async () => {
    const reads = kept().filter(({ name, viewed }) => viewed && name.startsWith('records.') && !/_scope$/.test(name));
    expect(reads.length).toBeGreaterThan(5);
    for (const nothing of [{ purpose: '0' }, { classes: '0' }, { clearance: '-1' }]) {
      const tablesSeen = reads.filter(({ name }) => !('classes' in nothing && name === 'records.record_audience'));
      for (const { name } of tablesSeen) expect([name, nothing, await as('amanat_view', { ...contextOf('fia'), ...nothing }, `select 1 from ${name}`)]).toEqual([name, nothing, []]);
    }
  });

  it.each(['fia', 'nccia', 'europol', 'de-bka', 'iom', 'pta'])('shows the reading role, in the context of %s, its rows and no other\'s', async (agency) => {
    const own = await world.rows<{ id: string }>(`select record_id as id from records.record_audience where audience = $1 and purposes & 1 <> 0`, [agency]);
    const ids = new Set(own.map(({ id }) => id));
    const subjects = await world.rows<{ subject: string }>('select subject from records.sealed_slice where record_id = any ($1)', [[...ids]]);
    const mine = new Map<string, (row: any) => boolean>([
      ['records.record', ({ id }) => ids.has(id)], ['records.history', ({ id }) => ids.has(id)],
      ['records.sealed_slice', ({ record_id }) => ids.has(record_id)],
      ['records.subject_key', ({ subject }) => subjects.some((each) => each.subject === subject)],
      ['records.record_audience', ({ audience }) => audience === agency], ['records.record_facet', ({ audience }) => audience === agency],
    ]);
    for (const { name } of kept().filter(({ viewed }) => viewed)) {
      const rows = await as<any>('amanat_view', contextOf(agency), `select * from ${name}`);
      const isMine = mine.get(name) ?? ((row) => (row.audience ?? row.agency) === agency);
      expect([name, rows.filter((row) => !isMine(row))]).toEqual([name, []]);
      if (name === 'records.record') expect(rows.length).toBe(ids.size);
    }
  });

  it('lets nobody but the hub\'s own roles run a function', async () => {
    const open = await world.rows(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and has_function_privilege('public', p.oid, 'execute')`);
    expect(open).toEqual([]);
  });

  it('lets the hub run only functions that act as the reading or the storing role, never as the owner', async () => {
    const functions = await world.rows<{ name: string; definer: boolean; owner: string }>(`select p.oid::regprocedure::text as name, p.prosecdef as definer,
      pg_get_userbyid(p.proowner) as owner from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and has_function_privilege('amanat_hub', p.oid, 'execute')`);
    expect(functions.length).toBeGreaterThan(10);
    expect(functions.filter(({ definer, owner: by }) => !definer || !['amanat_view', 'amanat_store'].includes(by))).toEqual([]);
  });

  it('has no function that acts as the owner', async () => {
    const definers = await world.rows<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and p.prosecdef and pg_get_userbyid(p.proowner) not in ('amanat_view', 'amanat_store')`);
    expect(definers).toEqual([]);
  });

  it('knows the hub\'s roles as roles that cannot log in, are not above row-level security, and are not members of each other', async () => {
    const roles = await world.rows(`select rolname as name, rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong from pg_roles where rolname = any ($1)`, [ROLES]);
    expect(roles).toHaveLength(3);
    expect(roles).toEqual(expect.arrayContaining(ROLES.map((name) => ({ name, strong: false }))));
    const within = await world.rows(`select 1 from pg_auth_members where member = any (select oid from pg_roles where rolname = any ($1))`, [ROLES]);
    expect(within).toEqual([]);
  });

  it('takes back nothing from the ledger: no role of the hub changes or removes a line', async () => {
    for (const role of ROLES) {
      for (const text of ['update audit.ledger set purpose = purpose', 'delete from audit.ledger', 'truncate audit.ledger']) {
        await expect(as(role, contextOf('fia'), text)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });
});
