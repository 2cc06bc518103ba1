import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { ALL_CLASSES, maskOf, PURPOSES, purposeMask } from '#libs/contracts';
import { naiveClasses } from '../policy/naive.js';
import { claims, EVERYONE, everything, type Kept } from '../policy/alone/rules-in-play.js';
import { markedCase } from '../world/marked-case.js';
import { openWorld, type World } from '../world/index.js';

const NEVER = maskOf('VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY');
const RECIPIENTS = ['nccia', 'police-punjab', 'europol', 'frontex', 'iom', 'beoe', 'pta'];

let world: World;
let owner: pg.Client;
let records: Kept[];
beforeAll(async () => {
  world = await openWorld();
  for (const { code } of PURPOSES) await world.submit('fia', 'case', markedCase({ purposes: [code], recipients: RECIPIENTS, referralConsent: true }));
  await world.submit('de-bka', 'case', markedCase({ legalBasis: 'LED-8', purposes: ['criminal-investigation'], recipients: RECIPIENTS }));
  // The widest leave that there could be, entered past the hub: every agency, every purpose, every class.
  await world.rows(`insert into transfers.further_purpose (record, agency, purpose, classes, until, approval)
    select r.id, a.code, 1 << b, ${ALL_CLASSES}, 'infinity', gen_random_uuid() from records.record r cross join directory.agency a cross join generate_series(0, 6) b`);
  await world.rows('select transfers.renew_further(id) from records.record');
  records = await everything(world);
  owner = new pg.Client({ connectionString: world.url });
  await owner.connect();
}, 90_000);
afterAll(async () => {
  await owner?.end();
  await world?.close();
});

/** What the reading role finds, with everything claimed. */
async function shown(agency: string, purpose: string, officer: string | null): Promise<Map<string, number>> {
  await owner.query('begin');
  try {
    await owner.query('set local role amanat_view');
    await owner.query('select disclosure.admit($1)', [claims(world, agency, purpose, officer)]);
    const { rows } = await owner.query<{ id: string; mask: number }>('select id, mask from disclosure.seen');
    return new Map(rows.map(({ id, mask }) => [id, mask]));
  } finally {
    await owner.query('rollback');
  }
}

/** By the rule table read word by word: for the purposes that the record names, all together, and for this one as if it named it. */
function bounds({ label }: Kept, agency: string, purpose: string, officer: boolean): { already: number; ever: number } {
  const { type, regime } = world.house.directory.agency(agency)!;
  const ask = (of: typeof label, bit: number) => naiveClasses({ record: of, audience: { agency, type, regime }, request: { purpose: bit, clearance: 4, officer, now: Date.now() } });
  return {
    already: PURPOSES.reduce((mask, { bit }) => mask | ask(label, 1 << bit), 0),
    ever: ask({ ...label, purposes: label.purposes | purposeMask(purpose) }, purposeMask(purpose)),
  };
}

describe('a leave for a further purpose, however wide, in PostgreSQL alone: LED art. 4(2), 9(1)', () => {
  const asking = fc.tuple(fc.constantFrom(...EVERYONE), fc.constantFrom(...PURPOSES.map(({ code }) => code)), fc.constantFrom('o-1', null));

  it('shows no agency more than it is shown anyway, nor than the rules show for that purpose', async () => {
    let beyond = 0;
    await fc.assert(fc.asyncProperty(asking, async ([agency, purpose, officer]) => {
      const masks = await shown(agency, purpose, officer);
      for (const record of records) {
        const mask = masks.get(record.id) ?? 0;
        const { already, ever } = bounds(record, agency, purpose, officer !== null);
        expect([agency, purpose, officer, mask & ~(already & ever)]).toEqual([agency, purpose, officer, 0]);
        if (mask !== 0 && (record.label.purposes & purposeMask(purpose)) === 0) beyond += 1;
      }
    }), { numRuns: 120 });
    expect(beyond).toBeGreaterThan(20); // there was something to be shown by leave
  });

  it('never shows who a victim or a witness is to immigration control, to nobody and by nobody\'s leave', async () => {
    for (const agency of EVERYONE) {
      for (const officer of ['o-1', null]) {
        const masks = [...(await shown(agency, 'immigration-control', officer)).values()];
        expect([agency, masks.filter((mask) => (mask & NEVER) !== 0)]).toEqual([agency, []]);
      }
    }
  });

  it('is an ordinary row no more once it is taken away, and a row that claims a purpose without leave shows nothing', async () => {
    const analyses = async () => (await shown('europol', 'threat-analysis', 'o-1')).size;
    const before = await analyses();
    await world.rows('update records.record_audience set further = false where further');
    const after = await analyses();
    expect([before > after, after]).toEqual([true, records.filter(({ label }) => (label.purposes & purposeMask('threat-analysis')) !== 0).length]);
  });
});
