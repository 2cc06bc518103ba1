import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { purposesIn } from '#libs/contracts';
import { alertDocument, caseDocument, envelope, incidentDocument, openWorld, type Tree, type World } from '../world/index.js';
import { founded, joined, left, newAgency, relabelled, TASK_FORCE } from './stage.js';

/** A change of the register that may come while records are there. */
type Change = { readonly does: 'join' | 'leave'; readonly agency: string } | { readonly does: 'enrol' };

interface Story {
  readonly records: readonly { kind: 'case' | 'incident' | 'alert'; agency: string; document: Tree }[];
  readonly before: readonly Change[];
  readonly after: readonly Change[];
  /** What a former rule table might have laid: rows damaged by these bits before the audiences are worked out again. */
  readonly formerRules: number;
}

const AGENCIES = ['nccia', 'europol', 'frontex', 'iom', 'police-sindh'];
const change = fc.oneof(
  fc.record({ does: fc.constantFrom('join' as const, 'leave' as const), agency: fc.constantFrom('nccia', 'europol', 'frontex') }),
  fc.constant({ does: 'enrol' as const }),
);
const label = fc.record({
  recipients: fc.subarray([...AGENCIES, TASK_FORCE]), tlp: fc.constantFrom('CLEAR', 'GREEN', 'AMBER', 'RED'),
  purposes: fc.subarray(['criminal-investigation', 'victim-protection', 'threat-analysis', 'immigration-control'], { minLength: 1 }),
  restricted: fc.boolean(), referralConsent: fc.boolean(), handling: fc.subarray([{ code: 'H0' }, { code: 'H1' }, { code: 'H2' }]),
  transfers: fc.subarray([{ to: 'nccia', basis: 'LED-37-1-A', authorisation: 'A 1', authorisedAt: '2026-01-01T00:00:00Z' }]),
});
const record = fc.record({ kind: fc.constantFrom('case' as const, 'incident' as const, 'alert' as const), agency: fc.constantFrom('fia', 'europol'), label, reference: fc.constantFrom('R 1', 'R 2') })
  .map(({ kind, agency, label: labelled, reference }) => {
    const changes = { envelope: envelope({ ...labelled, reference }) };
    const details = { journeys: [{ ref: 'J1', route: 'iran-turkiye' }, { ref: 'J2', route: 'atlantic' }], offences: [{ code: 'PTPA2018-3-1' }], victims: [{ ref: 'V1', exploitationCountries: ['IT', 'GR'] }, { ref: '0', exploitationCountries: ['AE', 'IT'] }] };
    const document = kind === 'case' ? caseDocument({ ...changes, ...details }) : kind === 'incident' ? incidentDocument(changes) : alertDocument(changes);
    return { kind, agency, document };
  });
const story = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 6 }), before: fc.array(change, { maxLength: 3 }),
  after: fc.array(change, { minLength: 1, maxLength: 3 }), formerRules: fc.integer({ min: 0, max: 8191 }),
});

async function happens(world: World, changes: readonly Change[]): Promise<void> {
  for (const one of changes) {
    if (one.does === 'enrol') await newAgency(world);
    else if (one.does === 'join') await joined(world, one.agency);
    else await left(world, one.agency).catch(() => undefined); // who is no member cannot leave
  }
}

const submitted = async (world: World, { records }: Story) => {
  const ids: string[] = [];
  for (const { kind, agency, document } of records) ids.push((await world.submit(agency, kind, document)).id);
  return ids;
};

/** Rows by which records are found, with each record named by its place. */
async function index(world: World, ids: readonly string[]): Promise<unknown[]> {
  const rows = await world.rows<{ row: string }>(`
    select format('%s %s %s %s %s %s', w.place, a.audience, a.kind, a.purposes, a.classes, a.tlp) as row from unnest($1::uuid[]) with ordinality w (id, place) join records.record_audience a on a.record_id = w.id
    union all select format('%s %s %s %s %s %s %s', w.place, f.audience, f.purposes, f.tlp, f.class, f.facet, f.value) from unnest($1::uuid[]) with ordinality w (id, place) join records.record_facet f on f.record_id = w.id
    order by 1`, [ids]);
  return rows.map(({ row }) => row);
}

/** Everything that every agency reads of every record, for each of its purposes; ids and moments set aside, and versions, which go on counting. */
async function read(world: World, ids: readonly string[], { records }: Story): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const agency of AGENCIES) {
    const client = world.house.directory.client(agency);
    for (const purpose of client ? purposesIn(client.purposes) : []) {
      for (const [place, id] of ids.entries()) {
        const view = await world.find.one(world.caller(agency, { purpose }), records[place]!.kind, id);
        answers.push([agency, purpose, place, view && { ...view, id: null, asOf: null, version: null }]);
      }
    }
  }
  return answers;
}

let old: World;
let anew: World;
beforeAll(async () => { [old, anew] = await Promise.all([openWorld(), openWorld()]); });
afterAll(() => Promise.all([old?.close(), anew?.close()]));

describe('a world whose audiences were worked out again', () => {
  it('is the world in which the same records are handed in under today\'s rules and participants', async () => {
    await Promise.all([founded(old), founded(anew)]);
    await fc.assert(fc.asyncProperty(story, async (told) => {
      await happens(old, told.before);
      const before = await submitted(old, told);
      await old.rows('update records.record_audience set classes = greatest(1, classes # $1) where record_id = any ($2)', [told.formerRules, before]);
      await happens(old, told.after);
      await happens(anew, [...told.before, ...told.after]);
      await relabelled(old, { batch: 2 }, true);
      const after = await submitted(anew, told);
      expect(await index(old, before)).toEqual(await index(anew, after));
      expect(await read(old, before, told)).toEqual(await read(anew, after, told));
      await Promise.all([reset(old), reset(anew)]);
    }), { numRuns: 25 });
  }, 60_000);
});

/** As it was founded: nobody a member, the later agency gone, no records. */
async function reset(world: World): Promise<void> {
  await world.rows(`truncate records.record, records.record_audience, records.record_facet, records.earlier_view, delivery.entry, records.submission, relabel.job, directory.membership`);
  await world.rows(`delete from directory.stream where agency = 'police-sindh'`);
  await world.rows(`delete from directory.client where agency = 'police-sindh'`);
  await world.rows(`delete from directory.agency where code = 'police-sindh'`);
  await world.rows(`update directory.revision set number = number + 1`);
  await world.house.directory.refresh();
}
