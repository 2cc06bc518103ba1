import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from '../world/index.js';

/** Schemas in which records, and what is known of them, are kept. */
const KEPT = `('records', 'relabel', 'delivery', 'audit', 'alerts', 'approvals', 'transfers', 'breaches', 'jobs', 'graphile_worker', 'retention')`;

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

describe('what the hub may do to its own database', () => {
  it('it reads and writes no table of records, deliveries or the ledger: only their functions do', async () => {
    const granted = await world.rows<{ name: string }>(`
      select c.oid::regclass::text || ' ' || p.privilege as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      cross join unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) as p (privilege)
      where n.nspname in ${KEPT} and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('amanat_hub', c.oid, p.privilege)`);
    expect(granted).toEqual([]);
    const read = world.house.database.query('select * from records.record limit 1');
    await expect(read).rejects.toMatchObject({ code: '42501' });
  });

  it('every one of these tables has row-level security that holds for its owner too', async () => {
    const open = await world.rows<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${KEPT} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`);
    expect(open).toEqual([]);
  });

  it('nobody may do anything by default: no function there is open to everyone', async () => {
    const open = await world.rows<{ name: string }>(`
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('records', 'relabel', 'delivery', 'audit', 'alerts', 'retention', 'disclosure') and has_function_privilege('public', p.oid, 'EXECUTE')`);
    expect(open).toEqual([]);
  });

  it('the ledger is only ever added to: no role of the hub may change or remove a line', async () => {
    const roles = await world.rows<{ name: string }>(`
      select r.rolname as name from pg_roles r
      where r.rolname like 'amanat\\_%' and (has_table_privilege(r.oid, 'audit.ledger', 'UPDATE') or has_table_privilege(r.oid, 'audit.ledger', 'DELETE')
        or has_table_privilege(r.oid, 'audit.ledger', 'TRUNCATE'))`);
    expect(roles).toEqual([]);
  });

  it('it cannot become the owner, a superuser or a role that steps past row-level security', async () => {
    const [hub] = await world.rows<{ rolsuper: boolean; rolbypassrls: boolean; rolcreaterole: boolean; rolcanlogin: boolean; owns: boolean }>(`
      select rolsuper, rolbypassrls, rolcreaterole, rolcanlogin,
        exists (select from pg_class c where c.relowner = r.oid) as owns from pg_roles r where rolname = 'amanat_hub'`);
    expect(hub).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcanlogin: false, owns: false });
  });
});
