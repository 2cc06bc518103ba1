import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { keyStoreOf, takeOver } from '../../apps/assembly/keys/bring-up.js';
import { takeOverKeys } from '#libs/retention';
import { caseDocument } from '../world/index.js';
import { openKeysWorld, type KeysWorld } from './keys-world.js';

let world: KeysWorld;
beforeAll(async () => { world = await openKeysWorld(); });
afterAll(() => world?.close());

const nameIn = async (id: string): Promise<unknown> => ((await world.find.one(world.caller('fia', { purpose: 'victim-protection' }), 'case', id)) as any).victims[0].identity?.fullName;

describe('the key store, LED art. 29', () => {
  it('is another database than the records\', or the hub does not start', () => {
    const databaseUrl = 'postgres://hub@db.example:5432/amanat';
    const urls = { databaseUrl, databaseOwnerUrl: null, keysDatabaseUrl: null, keysDatabaseOwnerUrl: null, oneLogin: false };
    expect(() => keyStoreOf(urls)).toThrow('KEYS_DATABASE_URL must be given');
    expect(() => keyStoreOf({ ...urls, keysDatabaseUrl: 'postgres://keys@db.example/amanat' })).toThrow('another database');
    expect(keyStoreOf({ ...urls, keysDatabaseUrl: 'postgres://keys@db.example/keys' })).toContain('/keys');
  });

  it('lets the hub\'s login read and write no table, and call nothing but its functions', async () => {
    const login = new pg.Client({ connectionString: world.keysUrl });
    await login.connect();
    try {
      await login.query('set role amanat_hub');
      for (const table of ['keys.key', 'keys.erasure', 'keys.rotation']) {
        for (const text of [`select 1 from ${table}`, `insert into ${table} default values`, `delete from ${table}`, `truncate ${table}`, `copy ${table} to stdout`]) {
          await expect(login.query(text)).rejects.toMatchObject({ code: '42501' });
        }
      }
      await expect(login.query('create table public.here (x int)')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await login.end();
    }
    const bare = await world.keyRows(`select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'keys' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`);
    const open = await world.keyRows(`select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'keys' and (has_function_privilege('public', p.oid, 'execute') or pg_get_userbyid(p.proowner) <> 'amanat_keeper')`);
    expect([bare, open]).toEqual([[], []]);
  });

  it('has keys made ahead of their use: a submission waits for no commit of a second database', async () => {
    await world.submit('fia', 'case', caseDocument());
    const { store } = world.house.keys;
    const make = store.make.bind(store);
    let away = true;
    Object.assign(store, { make: (count: number) => (away ? Promise.reject(new Error('the key store is away')) : make(count)) });
    for (let nth = 0; nth < 40; nth++) await world.submit('fia', 'case', caseDocument());
    away = false;
    expect(await nameIn((await world.submit('fia', 'case', caseDocument())).id)).toBe('زینب خان');
    Object.assign(store, { make });
    const [used] = await world.rows<{ twice: number }>('select count(*)::int - count(distinct key_id)::int as twice from records.sealed_slice');
    expect(used).toEqual({ twice: 0 });
  });

  it('tells every process what was shredded: what one of them had opened is not kept in another\'s memory', async () => {
    const { ring, store } = world.house.keys;
    const [key] = await store.make(1);
    expect((await ring.open([key!.id])).get(key!.id)).toEqual(key!.plain);
    await store.shred([{ record: '01900000-0000-7000-8000-000000000001', subject: null, keys: [key!.id] }]); // as another process does
    const since = Date.now();
    while ((await ring.open([key!.id])).size > 0) {
      expect(Date.now() - since).toBeLessThan(1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

describe('a world from before there was a key store', () => {
  it('is taken over at the start; interrupted, it goes on, and no key is left beside what it opens', async () => {
    const ids = [];
    for (let nth = 0; nth < 3; nth++) ids.push((await world.submit('fia', 'case', caseDocument())).id);
    await asBefore();
    const interrupted = takeOverKeys(world.url, async () => { throw new Error('the key store is away'); });
    await expect(interrupted).rejects.toThrow('away');
    expect(await takeOver(world.url, world.keysUrl, world.masterKey)).toBeGreaterThan(11);
    for (const id of ids) expect(await nameIn(id)).toBe('زینب خان');
    expect(await world.rows(`select to_regclass('records.subject_key')::text as kept`)).toEqual([{ kept: null }]);
    expect(await takeOver(world.url, world.keysUrl, world.masterKey)).toBe(0);
  });

  /** Puts every key back beside its ciphertext, as the hub kept them. */
  async function asBefore(): Promise<void> {
    const named = await world.rows<{ key_id: string }>('select distinct key_id from records.sealed_slice');
    const keys = await world.keyRows<{ id: string; wrapped: Buffer }>('select id, wrapped from keys.key where id = any ($1)', [named.map(({ key_id: id }) => id)]);
    await world.rows(`create table records.subject_key (
      record_id uuid not null, subject uuid not null, class smallint not null, wrapped bytea, key_id uuid, primary key (record_id, subject, class))`);
    await world.rows('alter table records.subject_key owner to amanat; grant select, update on records.subject_key to amanat_keeper');
    await world.rows(`insert into records.subject_key (record_id, subject, class, wrapped) select distinct on (record_id, subject, class) s.record_id, s.subject, s.class, n.wrapped
      from records.sealed_slice s join unnest($1::uuid[], $2::bytea[]) as n (id, wrapped) on n.id = s.key_id`, [keys.map(({ id }) => id), keys.map(({ wrapped }) => wrapped)]);
    await world.rows('alter table records.sealed_slice alter column key_id drop not null');
    await world.rows('update records.sealed_slice set key_id = null');
    await world.keyRows('delete from keys.key');
  }
});
