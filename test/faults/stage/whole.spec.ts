import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, openWorld, type World } from '../../world/index.js';
import { halfStored } from './whole.js';

let world: World;
let id: string;

beforeAll(async () => {
  world = await openWorld();
  ({ id } = await world.submit('fia', 'case', caseDocument()));
  await world.amend('fia', 'case', { id, version: 1 }, caseDocument({ summary: 'Told again.' }));
});

afterAll(() => world.close());

/** What is found wrong when this was done to the rows of one record; all is put right again after. */
async function after(damage: string): Promise<string[]> {
  await world.rows('begin');
  try {
    await world.rows(damage, damage.includes('$1') ? [id] : []);
    return Object.keys(await halfStored(world));
  } finally {
    await world.rows('rollback');
  }
}

describe('the search for what is half stored', () => {
  it('finds nothing where nothing is missing', async () => {
    expect(await after('select 1')).toEqual([]);
  });

  it.each([
    ['a record without its submission', 'delete from records.submission where record_id = $1', 'records without the submission they came by'],
    ['a submission without its record', `insert into records.submission (agency, key, content, record_id, kind, version) values ('fia', 'k', '', gen_random_uuid(), 'case', 1)`, 'submissions without a record'],
    ['a record without its ledger line', `delete from audit.ledger where action = 'amend' and records = array[$1::uuid]`, 'records without one ledger line for each version, and lines without a record'],
    ['a record without an earlier version', 'delete from records.history where id = $1', 'records whose earlier versions are not all kept'],
    ['one audience row too few', `delete from records.record_audience where record_id = $1 and audience = 'nccia'`, 'audience rows that are not what the rule table says'],
    ['an audience that sees a class too many', `update records.record_audience set classes = 8191 where record_id = $1 and audience = 'frontex'`, 'audience rows that are not what the rule table says'],
    ['a delivery too few', `delete from delivery.entry where record_id = $1 and agency = 'nccia' and version = 1`, 'deliveries that should be there and are not, or are and should not'],
    ['a delivery to an agency that may see nothing', `insert into delivery.entry (agency, stream, id, type, kind, record_id, version) values ('pta', 'records', gen_random_uuid(), 'record.submitted.v1', 'case', $1, 1)`, 'deliveries that should be there and are not, or are and should not'],
    ['a sealed class without its slice', 'delete from records.sealed_slice where record_id = $1', 'sealed classes without their slices'],
  ])('finds %s', async (_, damage, flaw) => {
    expect(await after(damage)).toContain(flaw);
  });
});
