import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope, refusalOf, type Tree } from '../world/index.js';
import { openKeysWorld, type KeysWorld } from './keys-world.js';

const DAY = 86_400_000;
const moment = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const PROTECTION = { purpose: 'victim-protection' };
const NONE = { erased: 0, missed: 0, shredded: 0 };

let world: KeysWorld;
beforeAll(async () => { world = await openKeysWorld(); });
afterAll(() => world?.close());

const read = async (agency: string, id: string): Promise<any> => world.find.one(world.caller(agency, agency === 'fia' ? PROTECTION : {}), 'case', id);
const codes = async (work: Promise<unknown>) => (await refusalOf(work)).map(({ code }) => code);
const handIn = (changes: Tree = {}) => world.submit('fia', 'case', caseDocument({ envelope: envelope(), ...changes }));
const hold = (id: string, until = moment(100 * DAY), agency = 'fia', ground = 'proceedings') => world.act.hold(world.caller(agency), { id, ground, until });

/** Its erasure date comes: as it was stored, for everybody but a hold. */
async function comes(id: string, at = moment(-1_000)): Promise<void> {
  await world.rows('update records.record set erase_at = $2 where id = $1', [id, at]);
  await world.rows(`update records.record_audience a set erase_at = case when a.audience = 'fia' then greatest($2, r.held_until) else $2 end
    from records.record r where r.id = a.record_id and r.id = $1`, [id, at]);
}

describe('a legal hold', () => {
  it('stops the erasure when the date comes: from then on its originator alone sees the record, until the hold ends', async () => {
    const { id } = await handIn();
    expect(await hold(id)).toMatchObject({ id, kind: 'case', duplicate: false });
    expect([(await read('nccia', id)).id, (await read('fia', id)).id]).toEqual([id, id]); // nothing changes before the date
    await comes(id);
    expect(await world.limits.run()).toEqual(NONE);
    expect(await read('nccia', id)).toBeNull();
    expect((await read('fia', id)).victims[0].identity.fullName).toBe('زینب خان');
    expect((await world.find.page(world.caller('fia', PROTECTION), 'case', {})).records.map((record) => record.id)).toContain(id);
    await world.rows(`update retention.hold set until = now() where record_id = $1`, [id]);
    await world.rows(`update records.record set held_until = now() where id = $1`, [id]);
    expect(await read('fia', id)).toBeNull();
    expect(await world.limits.run()).toEqual({ erased: 1, missed: 0, shredded: 1 });
  });

  it('that is lifted lets the erasure go on within a pass; ground, who and when stay as proof', async () => {
    const { id } = await handIn();
    await hold(id);
    await comes(id);
    expect(await world.limits.run()).toEqual(NONE);
    expect(await world.act.lift(world.caller('fia'), id)).toMatchObject({ duplicate: false });
    expect(await read('fia', id)).toBeNull();
    expect((await world.limits.run()).erased).toBe(1);
    const rows = await world.rows<{ ground: string; by: string; lifted: string }>('select ground, placed_by as by, lifted_by as lifted from retention.hold where record_id = $1', [id]);
    expect(rows).toEqual([{ ground: 'proceedings', by: 'fia', lifted: 'fia' }]);
    const lines = await world.rows<{ action: string }>(`select action from audit.ledger where $1 = any (records) and action in ('hold', 'lift-hold', 'erase', 'shred') order by seq`, [id]);
    expect(lines.map(({ action }) => action)).toEqual(['hold', 'lift-hold', 'erase', 'shred']);
  });

  it('stops its originator too, and says so; of several the longest counts', async () => {
    const { id } = await handIn();
    await hold(id, moment(5 * DAY), 'fia', 'evidence');
    await hold(id, moment(50 * DAY));
    expect(await hold(id, (await world.rows<{ until: Date }>(`select until from retention.hold where record_id = $1 and ground = 'proceedings'`, [id]))[0]!.until.toISOString())).toMatchObject({ duplicate: true });
    expect(await codes(world.erase('fia', 'case', id))).toEqual(['RECORD_HELD']);
    expect(await codes(world.erasePerson('fia', id, 'victims', 'V1'))).toEqual(['RECORD_HELD']);
    const [row] = await world.rows<{ days: number }>('select extract(day from held_until - now())::int as days from records.record where id = $1', [id]);
    expect(row!.days).toBeGreaterThan(48);
    await world.act.lift(world.caller('fia'), id);
    expect(await world.act.lift(world.caller('fia'), id)).toMatchObject({ duplicate: true });
    expect((await world.erase('fia', 'case', id)).version).toBe(2);
    expect((await world.limits.run()).shredded).toBe(1);
  });

  it('stops the erasure of a person in the record as well: the originator still sees them, others do not', async () => {
    const { id } = await handIn({ victims: [{ ref: 'V2', gender: 'Feminine', erasureDate: '2035-01-01', identity: { fullName: 'Amina Invented' } }] });
    await hold(id);
    await world.rows(`update records.record set subject_due = now() - interval '1 second', subject_limits = jsonb_set(subject_limits, '{0,eraseAt}', to_jsonb((now() - interval '1 second')::text)) where id = $1`, [id]);
    expect(await world.limits.run()).toEqual(NONE);
    expect((await read('fia', id)).victims.map(({ ref }: Tree) => ref)).toEqual(['V2']);
    expect((await read('nccia', id)).victims).toEqual([]);
  });

  it('outlives an amendment, and the audiences that are worked out again', async () => {
    const { id, version } = await handIn();
    await hold(id);
    await world.amend('fia', 'case', { id, version }, caseDocument({ summary: 'Amended under a hold.' }));
    await comes(id);
    expect(await world.limits.run()).toEqual(NONE);
    expect([await read('nccia', id), (await read('fia', id)).summary]).toEqual([null, 'Amended under a hold.']);
  });

  it('is refused where it cannot be: on what is erased, on what is another\'s, into the past, on no ground, by whoever may not', async () => {
    const { id } = await handIn();
    expect(await codes(hold(id, moment(-1)))).toEqual(['HOLD_DATE_PAST']);
    expect(await codes(hold(id, 'for ever'))).toEqual(['FORMAT_INVALID']);
    expect(await codes(hold(id, moment(DAY), 'fia', 'because'))).toEqual(['CODE_UNKNOWN']);
    expect(await codes(hold(id, moment(DAY), 'nccia'))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(hold('01900000-0000-7000-8000-000000000000'))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(hold('x'))).toEqual(['RECORD_NOT_FOUND']);
    expect(await codes(world.act.hold({ ...world.caller('fia'), roles: [] }, { id, ground: 'evidence', until: moment(DAY) }))).toEqual(['ACTION_NOT_ALLOWED']);
    await world.erase('fia', 'case', id);
    expect(await codes(hold(id))).toEqual(['RECORD_ERASED']);
    expect(await codes(world.act.lift(world.caller('fia'), id))).toEqual(['RECORD_ERASED']);
    const past = await handIn();
    await comes(past.id);
    expect(await codes(hold(past.id))).toEqual(['RECORD_ERASED']); // its date has come: erased, whether the worker was there or not
  });
});
