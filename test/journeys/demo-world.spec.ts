import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLASSES, KINDS } from '#libs/contracts';
import { loadDemoWorld } from '../../apps/assembly/demo/demo-world.js';
import { openWorld, type World } from '../world/index.js';

const AGENCIES = ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'];

let world: World;
let loaded: number;
let milliseconds: number;

beforeAll(async () => {
  world = await openWorld({ poolSize: 10 });
  const start = performance.now();
  ({ loaded } = await loadDemoWorld(world.house));
  milliseconds = performance.now() - start;
});
afterAll(() => world?.close());

const number = async (text: string) => (await world.rows<{ n: number }>(text))[0]!.n;

describe('the demo world', () => {
  it('has at least three hundred records, of every agency, and is there within seconds', async () => {
    expect(loaded).toBeGreaterThanOrEqual(300);
    expect(milliseconds).toBeLessThan(15_000); // 1 s on an idle machine; a busy one gets leave
    expect(await number('select count(*)::int as n from records.record')).toBe(loaded);
    const rows = await world.rows<{ originator: string }>('select distinct originator from records.record order by 1');
    expect(rows.map(({ originator }) => originator)).toEqual([...AGENCIES].sort());
  });

  it('is handed in once: a second start adds nothing and takes a look-up', async () => {
    const before = await world.counts();
    expect(await loadDemoWorld(world.house)).toEqual({ loaded: 0 });
    expect({ ...(await world.counts()), 'audit.ledger': before['audit.ledger']! }).toEqual(before);
  });

  it('lets every agency see something of others, and keeps something from it', async () => {
    for (const agency of AGENCIES) {
      const of = (condition: string) => number(`select count(*)::int as n from records.record r where originator <> '${agency}' and ${condition}`);
      const seen = `exists (select from records.record_audience a where a.record_id = r.id and a.audience = '${agency}')`;
      expect([agency, await of(seen)]).not.toEqual([agency, 0]);
      expect([agency, await of(`not ${seen}`)]).not.toEqual([agency, 0]);
    }
  });

  it('shows every agency a page of its own reading', async () => {
    for (const agency of AGENCIES) {
      const page = await world.find.page(world.caller(agency), 'case', { first: 50 });
      expect([agency, page.records.length]).not.toEqual([agency, 0]);
    }
  });

  it('has deliveries on every stream, recalls and acknowledgements', async () => {
    const streams = await world.rows<{ stream: string }>(`select distinct agency || '/' || stream as stream from delivery.entry order by 1`);
    expect(streams.map(({ stream }) => stream)).toEqual(AGENCIES.flatMap((agency) => ['alerts', 'records'].map((name) => `${agency}/${name}`)).sort());
    const types = await world.rows<{ type: string }>('select distinct type from delivery.entry order by 1');
    expect(types.map(({ type }) => type)).toEqual(['alert.acknowledged.v1', 'record.amended.v1', 'record.submitted.v1', 'record.withdrawn.v1']);
  });

  it('has something of every class and every facet', async () => {
    const [masks] = await world.rows<{ mask: number }>('select bit_or(m) as mask from records.record, unnest(changes) as m');
    expect(CLASSES.filter(({ bit }) => !(masks!.mask & (1 << bit))).map(({ code }) => code)).toEqual([]);
    const facets = new Set((await world.rows<{ facet: string }>('select distinct facet from records.record_facet')).map(({ facet }) => facet));
    const known = Object.values(KINDS).flatMap((shape) => shape.facets.map(({ name }) => `${shape.kind}.${name}`));
    expect(known.filter((facet) => !facets.has(facet))).toEqual([]);
  });

  it('has every TLP label, all three crimes, and EU records with and without leave to go to Pakistan', async () => {
    expect(await number('select count(distinct tlp)::int as n from records.record')).toBe(5);
    const crimes = await world.rows<{ value: string }>(`select distinct value from records.record_facet where facet = 'case.classification' order by 1`);
    expect(crimes.map(({ value }) => value)).toEqual(['fraud', 'smuggling', 'trafficking', 'undetermined']);
    for (const leave of ['=', '<>']) {
      expect(await number(`select count(*)::int as n from records.record where regime like 'EU%' and kind = 'case' and 'fia' = any (recipients) and transfers ${leave} '{}'`)).toBeGreaterThan(0);
    }
  });

  it('names people in both scripts, with numbers that nobody has', async () => {
    const page = await world.find.page(world.caller('fia'), 'case', { first: 100 });
    const victims = page.records.flatMap((record) => (record.victims ?? []) as { identity?: Record<string, string>; contact?: Record<string, string> }[]);
    const named = victims.filter(({ identity }) => identity);
    expect(named.length).toBeGreaterThan(20);
    for (const { identity, contact } of named) {
      expect(identity!.fullName).toMatch(/^[\p{Script_Extensions=Arabic} ]+$/u);
      expect(identity!.firstName).toMatch(/^[A-Za-z ]+$/u);
      if (identity!.cnic) expect(identity!.cnic).toMatch(/^99\d{3}-\d{7}-\d$/u);
      if (contact?.mobilePhone) expect(contact.mobilePhone).toMatch(/^(?:\+92399\d{7}|\+493023125\d{3})$/u);
    }
  });

  it('goes on another day where an interrupted start left off', async () => {
    let now = new Date(Date.now() - 3 * 86_400_000);
    const other = await openWorld({ poolSize: 10, clock: { now: () => now } });
    try {
      const submit = other.house.database.single.bind(other.house.database);
      let left = 120;
      Object.assign(other.house.database, { single: (work: never) => (left-- > 0 ? submit(work) : Promise.reject(new Error('power cut'))) });
      await expect(loadDemoWorld(other.house)).rejects.toThrow('power cut');
      Object.assign(other.house.database, { single: submit });
      now = new Date();
      const before = (await other.counts())['records.record']!;
      expect(before).toBeGreaterThan(50);
      expect(await loadDemoWorld(other.house)).toEqual({ loaded: loaded - before });
      expect((await other.counts())['records.record']).toBe(loaded);
    } finally {
      await other.close();
    }
  });
});
