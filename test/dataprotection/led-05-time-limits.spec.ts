import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope, incidentDocument, refusalOf, type Tree } from '../world/index.js';
import { limitsOf, openKeysWorld, type KeysWorld } from './keys-world.js';

const DAY = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const moment = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const PROTECTION = { purpose: 'victim-protection' };
const SECOND = { ref: 'V2', gender: 'Feminine', exploitationCountries: ['AE'], identity: { fullName: 'Amina Invented' } };

let world: KeysWorld;
beforeAll(async () => { world = await openKeysWorld(); });
afterAll(() => world?.close());

const read = async (agency: string, id: string): Promise<any> => world.find.one(world.caller(agency, agency === 'fia' ? PROTECTION : {}), 'case', id);
const codes = async (work: Promise<unknown>) => (await refusalOf(work)).map(({ code, field }) => `${code} ${field}`);
const handIn = (changes: Tree = {}, enveloped: Tree = {}) => world.submit('fia', 'case', caseDocument({ envelope: envelope(enveloped), ...changes }));
const types = async (id: string) => (await world.rows<{ type: string }>('select type from delivery.entry where record_id = $1 order by xid, seq', [id])).map(({ type }) => type);

/** Time passes for a record: its dates come nearer, where it is stored and nowhere else. */
async function passing(id: string, dates: { erase?: string; review?: string; person?: string }): Promise<void> {
  const { erase, review, person } = dates;
  if (erase) await world.rows(`with r as (update records.record set erase_at = $2 where id = $1 returning id) update records.record_audience a set erase_at = $2 from r where a.record_id = r.id`, [id, erase]);
  if (review) await world.rows('update records.record set review_at = $2 where id = $1', [id, review]);
  if (person) {
    await world.rows(`update records.record set subject_due = $2, subject_limits = jsonb_set(subject_limits, '{0,eraseAt}', to_jsonb($3::text)) where id = $1`, [id, person, person]);
  }
}

describe('a record whose erasure date comes', () => {
  it('is hidden from everybody at that second, and erased by itself within a pass, with proof in its originator\'s ledger', async () => {
    const { id } = await handIn();
    await passing(id, { erase: moment(400) });
    expect(await read('fia', id)).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([await read('fia', id), await read('nccia', id)]).toEqual([null, null]);
    expect(await world.limits.run()).toEqual({ erased: 1, missed: 0, shredded: 1 });
    expect(await world.rows('select state, reference from records.record where id = $1', [id])).toEqual([{ state: 'erased', reference: null }]);
    const lines = await world.rows(`select agency, client, action, legal_basis as basis, case_reference as why from audit.ledger where $1 = any (records) and client = 'retention' order by seq`, [id]);
    expect(lines).toEqual([
      { agency: 'fia', client: 'retention', action: 'erase', basis: 'LED-5', why: 'erasure-date' },
      { agency: 'fia', client: 'retention', action: 'shred', basis: 'LED-5', why: 'keys-shredded' }]);
    expect(new Set((await types(id)).slice(-3))).toEqual(new Set(['record.withdrawn.v1']));
    expect(await world.limits.run()).toEqual({ erased: 0, missed: 0, shredded: 0 });
  });

  it('is one of many: they go in lots, and two workers do not do the same twice', async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 130; nth++) ids.push((await world.submit('fia', 'incident', incidentDocument({ envelope: envelope({ recipients: [] }) }))).id);
    await world.rows('update records.record set erase_at = now() where id = any ($1)', [ids]);
    const other = limitsOf(world.house, { grace: 30, missed: 'restrict' });
    await Promise.all([world.limits.run(), other.run()]);
    await world.limits.run();
    expect(await world.rows(`select 1 from records.record where id = any ($1) and state <> 'erased'`, [ids])).toEqual([]);
    const [{ lines }] = await world.rows<{ lines: number }>(`select count(*)::int as lines from audit.ledger where action = 'erase' and records && $1`, [ids]) as [{ lines: number }];
    expect(lines).toBe(130);
  }, 60_000);
});

describe('a clock that jumps', () => {
  const at = (days: number) => ({ now: () => new Date(Date.now() + days * DAY) });

  it('forward, erases nothing that PostgreSQL\'s clock does not call due', async () => {
    const { id } = await handIn({}, { erasureDate: day(20) });
    const ahead = limitsOf(world.house, { grace: 0, missed: 'erase' }, at(400));
    expect(await ahead.run()).toEqual({ erased: 0, missed: 0, shredded: 0 });
    expect(await read('fia', id)).not.toBeNull();
  });

  it('back, un-erases nothing', async () => {
    const { id } = await handIn();
    await passing(id, { erase: moment(-1_000) });
    const behind = limitsOf(world.house, { grace: 30, missed: 'restrict' }, at(-400));
    expect((await behind.run()).erased).toBe(0);
    expect(await read('fia', id)).toBeNull();
    expect((await world.limits.run()).erased).toBe(1);
    await passing(id, { erase: moment(DAY) });
    expect(await read('fia', id)).toBeNull();
  });
});

describe('a person whose own erasure date comes', () => {
  const persons = (erasureDate: string) => ({ victims: [{ ...SECOND, erasureDate }, ...(caseDocument().victims as Tree[])] });

  it('is hidden at that second, name and all, and erased by itself; the others stay', async () => {
    const { id } = await handIn(persons(day(30)));
    expect((await read('fia', id)).victims.map(({ ref }: Tree) => ref)).toEqual(['V2', 'V1']);
    await passing(id, { person: moment(-100) });
    for (const agency of ['fia', 'nccia']) {
      const shown = await read(agency, id);
      expect([agency, shown.victims.map(({ ref }: Tree) => ref), JSON.stringify(shown).includes('Amina')]).toEqual([agency, ['V1'], false]);
    }
    expect(await world.limits.run()).toEqual({ erased: 1, missed: 0, shredded: 1 });
    expect((await read('fia', id)).victims.map(({ ref }: Tree) => ref)).toEqual(['V1']);
    const [row] = await world.rows<{ limits: unknown; due: unknown; event: string }>('select subject_limits as limits, subject_due as due, event::text from records.record where id = $1', [id]);
    expect([row!.limits, row!.due, row!.event.includes('V2')]).toEqual([null, null, false]);
    expect(await world.rows(`select 1 from records.record_facet where record_id = $1 and value = 'AE'`, [id])).toEqual([]);
    expect(await types(id)).toContain('record.amended.v1');
    expect((await world.limits.run()).erased).toBe(0);
  });
});

describe('dates that are in disorder', () => {
  it('are refused, with the place: a review behind the erasure, a person who would outlive the record', async () => {
    expect(await codes(handIn({}, { reviewDate: day(40), erasureDate: day(30) }))).toEqual(['DATES_IN_DISORDER envelope.reviewDate']);
    expect(await codes(handIn({ victims: [{ ...SECOND, erasureDate: day(31) }] }, { erasureDate: day(30) }))).toEqual(['DATES_IN_DISORDER victims[0].erasureDate']);
    expect(await codes(handIn({ victims: [{ ...SECOND, reviewDate: day(9), erasureDate: day(8) }] }, { erasureDate: day(30) }))).toEqual(['DATES_IN_DISORDER victims[0].reviewDate']);
    expect(await codes(handIn({ suspects: [{ ref: 'S1', erasureDate: '2020-01-01' }] }))).toEqual(['ERASURE_DATE_PAST suspects[0].erasureDate']);
    expect((await handIn({}, { reviewDate: day(30), erasureDate: day(30) })).version).toBe(1);
  });
});

describe('a record that is to be reviewed', () => {
  it('stands among the reviews that are due; once reviewed it is asked for again at the next date, no later than its erasure', async () => {
    const { id } = await handIn({}, { reviewDate: day(10), erasureDate: day(100) });
    await passing(id, { review: moment(-1_000) });
    expect(await world.limits.run()).toEqual({ erased: 0, missed: 0, shredded: 0 });
    const caller = world.caller('fia');
    for (const [next, code] of [[day(-1), 'REVIEW_DATE_PAST next'], [day(101), 'DATES_IN_DISORDER '], ['soon', 'FORMAT_INVALID next'], ['2027-02-31', 'FORMAT_INVALID next']] as const) {
      expect(await codes(world.act.reviewed(caller, { id, next }))).toEqual([code]);
    }
    expect(await codes(world.act.reviewed(world.caller('nccia'), { id, next: day(50) }))).toEqual(['RECORD_NOT_FOUND id']);
    expect(await world.act.reviewed(caller, { id, next: day(50) })).toMatchObject({ id, kind: 'case', duplicate: false });
    expect(await world.act.reviewed(caller, { id, next: day(50) })).toMatchObject({ duplicate: true });
    expect(await world.rows('select 1 from records.record where id = $1 and review_at > now()', [id])).toHaveLength(1);
  });

  it('and that nobody reviews in time is restricted: its originator alone sees it, and whoever was sent it is told to let go', async () => {
    const { id } = await handIn({}, { reviewDate: day(10), erasureDate: day(100) });
    await passing(id, { review: moment(-31 * DAY) });
    expect(await world.limits.run()).toEqual({ erased: 0, missed: 1, shredded: 0 });
    expect([await read('nccia', id), (await read('fia', id)).id]).toEqual([null, id]);
    expect((await types(id)).slice(-3)).toEqual(Array(3).fill('record.withdrawn.v1'));
    expect(await world.limits.run()).toEqual({ erased: 0, missed: 0, shredded: 0 });
    const { version } = await read('fia', id);
    await world.amend('fia', 'case', { id, version }, caseDocument({ envelope: envelope({ reviewDate: day(60), erasureDate: day(100) }) }));
    expect((await read('nccia', id)).id).toBe(id);
    expect((await types(id)).slice(-3)).toEqual(Array(3).fill('record.submitted.v1'));
  });

  it('is erased, or only told of, where the operator set it so', async () => {
    const { id } = await handIn({}, { reviewDate: day(10), erasureDate: day(100) });
    await passing(id, { review: moment(-2 * DAY) });
    expect((await limitsOf(world.house, { grace: 1, missed: 'tell' }).run()).missed).toBe(0);
    expect((await limitsOf(world.house, { grace: 3, missed: 'erase' }).run()).missed).toBe(0);
    expect((await limitsOf(world.house, { grace: 1, missed: 'erase' }).run()).missed).toBe(1);
    expect(await read('fia', id)).toBeNull();
  });
});
