import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import { followCopies } from '../../dataprotection/recalls/followed.js';
import { alertDocument, caseDocument, envelope, openWorld, type World } from '../../world/index.js';

const OURS = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;
const ROLES = ['amanat_hub', 'amanat_view', 'amanat_slices', 'amanat_store', 'amanat_keeper', 'amanat_jobs', 'amanat_watch'];
/** Run for the hub itself and for no agency: places, kinds and reasons, never what a record says. And the one that says who asks. */
const KEEPERS = [
  'audit.begin_log(text,integer,integer)', 'audit.checkpoint_of(bigint)', 'audit.grow(jsonb,jsonb)', 'audit.growing()', 'audit.heads_at(bigint)',
  'audit.log_state()', 'audit.log_tiles(integer[],bigint[])', 'audit.now_tick()', 'audit.oldest_unsealed()', 'audit.seal(jsonb,jsonb,jsonb)',
  'audit.standing_now()', 'audit.take_place(text)', 'audit.unsealed(integer)',
  'delivery.advance(text[],text[],text[],text[])', 'delivery.follow(text[],text[])', 'delivery.reject(text,uuid,text,jsonb)',
  'delivery.rejections_sent(uuid[])', 'delivery.unsent_rejections(integer)', 'delivery.waiting(integer)',
  'delivery.without_line(text,text[],timestamp with time zone[])', 'disclosure.rules_in_force()',
  'recalls.behind()', 'recalls.pass(text)', 'recalls.work(integer)',
  'relabel.batch(jsonb,uuid,jsonb,jsonb,integer,boolean)', 'relabel.latest()', 'relabel.open(jsonb,uuid,text[],jsonb,text[],text[])',
  'retention.erase_again(jsonb,uuid[],uuid[])', 'retention.erase_due(jsonb,timestamp with time zone,integer)', 'retention.erasures_after(uuid,uuid,integer)',
  'retention.miss_reviews(jsonb,timestamp with time zone,interval,text,integer)', 'retention.note_rotation(jsonb,text)', 'retention.shred_again(uuid[],uuid[])',
  'retention.shredded(jsonb,uuid[],uuid[],integer[])', 'retention.unshredded(integer)',
];
/** Run by other functions, or by the owner, and by nobody else. */
const INSIDE = [
  'approvals.lay_deadline(text,uuid,text,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone)', 'approvals.lift_deadline(text,text,uuid)',
  'audit.is_restored()', 'breaches.affect(text,uuid,jsonb)', 'breaches.came_due()', 'breaches.came_required()', 'breaches.copied()', 'audit.next_era()', 'audit.stuck()', 'delivery.write_to(text,uuid,text,uuid,jsonb)', 'disclosure.admit(jsonb)', 'insider.may_be_told(audit.caller,uuid)', 'jobs.cancel(text,uuid)', 'jobs.put(text,uuid,timestamp with time zone)', 'transfers.document()', 'transfers.lay_further(uuid)', 'transfers.renew_further(uuid)',
  'retention.wipe(audit.caller,uuid,text)', 'retention.wipe_person(audit.caller,uuid,uuid,text,text,text)', 'rights.holders(uuid)', 'rights.standing_of(text)',
];
/** Called by the runner of jobs, at their time, and by nobody else. */
const DUE = ['approvals.attend(uuid)', 'approvals.attend_deadline(uuid)', 'breaches.tell(uuid)', 'jobs.release()', 'rights.forget(uuid)'];
/** Called by the watch over look-ups, and by nobody else. */
const WATCHING = ['insider.behind()', 'insider.expire()', 'insider.keep(text,text,bigint,date,jsonb,jsonb)', 'insider.recall(text,text,text[])', 'insider.unwatched(text)'];
/** Tables of the jobs' library: its runner's and the keeper's, and nobody else's. */
const LIBRARY = 'graphile_worker';
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
  const withdrawn = await world.submit('nccia', 'case', caseDocument({ envelope: envelope({ recipients: ['fia', 'europol'] }) }));
  for (const agency of ['fia', 'europol']) await world.find.one(world.caller(agency), 'case', withdrawn.id);
  await world.withdraw('nccia', 'case', withdrawn);
  await followCopies(world);
  owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
  tables = await world.rows<Table>(`select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relforcerowsecurity as forced,
    c.relrowsecurity as guarded, has_table_privilege('amanat_view', c.oid, 'select') as viewed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'm', 'f') and ${OURS} order by 1`);
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

const contextOf = (agency: string, purpose = 'criminal-investigation') => ({
  agency, ledger_of: agency, purpose: String(purposeMask(purpose)), classes: String(ALL_CLASSES), standing: String(ALL_CLASSES), clearance: '4', officer: 'true',
});
const kept = () => tables.filter(({ name, schema }) => schema !== 'directory' && !HOUSEKEEPING.includes(name));

describe('PostgreSQL by itself', () => {
  it('guards every table there is, against the owner too', () => {
    const unguarded = tables.filter(({ forced, guarded }) => !forced || !guarded).map(({ name }) => name);
    expect(unguarded).toEqual(HOUSEKEEPING);
    expect(kept().length).toBeGreaterThan(12);
  });

  it('has no view but those that mask, which keep conditions from looking behind them and whose owner can do nothing else', async () => {
    const views = await world.rows<{ name: string; owner: string; options: string[] }>(`select c.oid::regclass::text as name, pg_get_userbyid(c.relowner) as owner, c.reloptions as options
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and ${OURS} and n.nspname <> '${LIBRARY}' order by 1`);
    expect(views).toEqual(['disclosure.seen', 'disclosure.seen_version'].map((name) => ({ name, owner: 'amanat_slices', options: ['security_barrier=true'] })));
    const written = await world.rows(`select c.oid::regclass::text from pg_class c where relnamespace::regnamespace::text in ('records', 'delivery', 'audit', 'alerts', 'directory')
      and has_table_privilege('amanat_slices', c.oid, 'insert, update, delete, truncate')`);
    expect(written).toEqual([]);
  });

  it('lists a policy for every role that may touch a table, and none that is open to everyone', async () => {
    const bare = await world.rows(`select c.oid::regclass::text as table, r.rolname as role from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
      where c.relkind in ('r', 'p') and ${OURS} and r.rolname like 'amanat\\_%' and r.rolname not in ('amanat_session', 'amanat_runner', 'amanat_watcher')
        and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
        and not exists (select from pg_policy p where p.polrelid = c.oid and r.oid = any (p.polroles))`);
    expect(bare).toEqual([]);
    const open = await world.rows<{ name: string }>(`select polrelid::regclass || ' ' || polname as name from pg_policy p
      where 0 = any (polroles) or (pg_get_expr(polqual, polrelid) = 'true' and not array['amanat_hub'::regrole, 'amanat_keeper'::regrole]::oid[] @> polroles)
        and polrelid not in (select oid from pg_class where relnamespace = '${LIBRARY}'::regnamespace)`);
    expect(open).toEqual([]);
  });

  it('keeps what waits for its time from the hub: its runner alone reads jobs and does what is due, and reads nothing else', async () => {
    const reached = await world.rows(`select r.rolname, c.oid::regclass::text from pg_class c, pg_roles r where c.relnamespace = '${LIBRARY}'::regnamespace and c.relkind in ('r', 'v')
      and r.rolname like 'amanat\\_%' and r.rolname not in ('amanat_jobs', 'amanat_runner', 'amanat_keeper') and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')`);
    expect(reached).toEqual([]);
    const beside = await world.rows(`select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and n.nspname <> '${LIBRARY}' and c.relkind in ('r', 'v', 'p') and has_table_privilege('amanat_jobs', c.oid, 'select, insert, update, delete')`);
    expect(beside).toEqual([]);
    const may = await world.rows<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and n.nspname <> '${LIBRARY}' and has_function_privilege('amanat_jobs', p.oid, 'execute') order by 1`);
    expect(may.map(({ name }) => name)).toEqual(DUE);
    for (const name of DUE) {
      const call = `select ${name.replace('uuid', 'gen_random_uuid()')}`;
      await expect(as('amanat_hub', contextOf('fia'), call)).rejects.toMatchObject({ code: '42501' });
    }
    const [runner] = await world.rows<{ roles: string[] }>(`select array_agg(roleid::regrole::text) as roles from pg_auth_members where member = 'amanat_runner'::regrole`);
    expect(runner!.roles).toEqual(['amanat_jobs']);
  });

  it('keeps who looked up what from the hub: the watch alone is given the next lines, under a login of its own that reads no table and does nothing else', async () => {
    const tables = await world.rows(`select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and c.relkind in ('r', 'v', 'p') and has_table_privilege('amanat_watch', c.oid, 'select, insert, update, delete')`);
    expect(tables).toEqual([]);
    const may = await world.rows<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and has_function_privilege('amanat_watch', p.oid, 'execute') order by 1`);
    expect(may.map(({ name }) => name)).toEqual(WATCHING);
    for (const call of ['insider.behind()', "insider.unwatched('fia')", 'insider.expire()']) await expect(as('amanat_hub', contextOf('fia'), `select ${call}`)).rejects.toMatchObject({ code: '42501' });
    const [watcher] = await world.rows<{ roles: string[] }>(`select array_agg(roleid::regrole::text) as roles from pg_auth_members where member = 'amanat_watcher'::regrole`);
    expect(watcher!.roles).toEqual(['amanat_watch']);
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
    expect(reads.map(({ name }) => name)).toEqual(['records.record_audience', 'records.record_facet']);
    for (const nothing of [{ purpose: '0' }, { classes: '0' }, { clearance: '-1' }]) {
      const tablesSeen = reads.filter(({ name }) => !('classes' in nothing && name === 'records.record_audience'));
      for (const { name } of tablesSeen) expect([name, nothing, await as('amanat_view', { ...contextOf('fia'), ...nothing }, `select 1 from ${name}`)]).toEqual([name, nothing, []]);
    }
  });

  it.each(['fia', 'nccia', 'europol', 'de-bka', 'iom', 'pta'])('shows the reading role, in the context of %s, its rows and no other\'s', async (agency) => {
    const own = await world.rows<{ id: string }>(`select record_id as id from records.record_audience where audience = $1 and purposes & 1 <> 0`, [agency]);
    const ids = new Set(own.map(({ id }) => id));
    for (const { name } of kept().filter(({ viewed }) => viewed)) {
      const rows = await as<any>('amanat_view', contextOf(agency), `select * from ${name}`);
      expect([name, rows.filter((row) => (row.audience ?? row.agency) !== agency && row.originator !== agency)]).toEqual([name, []]);
    }
    for (const view of ['disclosure.seen', 'disclosure.seen_version']) {
      const rows = await as<{ id: string }>('amanat_view', contextOf(agency), `select id from ${view}`);
      expect([view, new Set(rows.map(({ id }) => id))]).toEqual([view, ids]);
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
    expect(functions.filter(({ definer, owner: by }) => !definer || !['amanat_view', 'amanat_store', 'amanat_keeper'].includes(by))).toEqual([]);
    const kept = functions.filter(({ owner: by }) => by === 'amanat_keeper').map(({ name }) => name).sort();
    expect(kept).toEqual(KEEPERS);
  });

  it('has no function that acts as the owner', async () => {
    const definers = await world.rows<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and p.prosecdef and pg_get_userbyid(p.proowner) not in ('amanat_view', 'amanat_store')`);
    expect(definers.map(({ name }) => name).sort()).toEqual([...KEEPERS, ...INSIDE, ...DUE, ...WATCHING].sort());
  });

  it('has no function that anybody above it could put another in the place of: nobody may make anything', async () => {
    const makers = await world.rows(`select r.rolname, n.nspname from pg_roles r, pg_namespace n where r.rolname like 'amanat\\_%' and ${OURS}
      and has_schema_privilege(r.oid, n.oid, 'create')`);
    expect(makers).toEqual([]);
    const temporary = await world.rows(`select rolname from pg_roles where rolname like 'amanat\\_%' and has_database_privilege(oid, current_database(), 'temporary, create')`);
    expect(temporary).toEqual([]);
  });

  it('knows the hub\'s roles as roles that cannot log in, are not above row-level security, and are not members of each other', async () => {
    const roles = await world.rows(`select rolname as name, rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong from pg_roles where rolname = any ($1)`, [ROLES]);
    expect(roles).toHaveLength(ROLES.length);
    expect(roles).toEqual(expect.arrayContaining(ROLES.map((name) => ({ name, strong: false }))));
    const [session] = await world.rows<{ name: string }>(`select current_setting('is_superuser') as name`);
    expect(session).toEqual({ name: 'on' }); // these questions are asked past row-level security
    const login = await world.house.database.query(`select session_user::text as login, current_user::text as role`);
    expect(login).toEqual([{ login: 'amanat_session', role: 'amanat_hub' }]);
    const member = await world.rows(`select roleid::regrole::text as role from pg_auth_members where member = 'amanat_session'::regrole`);
    expect(member).toEqual([{ role: 'amanat_hub' }]);
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
