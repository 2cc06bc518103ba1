import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CLASSES, type RecordClass } from '#libs/contracts';
import type { RecordView } from '#libs/disclosure';
import { envelope, openWorld, type Tree, type World } from '../world/index.js';
import { markedCase } from '../world/marked-case.js';

const CODES = CLASSES.map(({ code }) => code);
const PURPOSES = ['criminal-investigation', 'victim-protection', 'threat-analysis', 'judicial-cooperation', 'labour-regulation', 'content-blocking', 'immigration-control'];
const RECIPIENTS = ['nccia', 'beoe', 'pta', 'europol', 'frontex', 'iom'];
/** Between them they see every class but custody, and none sees all. `police-punjab` and `de-bka` are not addressed and see nothing. */
const OBSERVERS = [
  ['fia', 'criminal-investigation'], ['nccia', 'criminal-investigation'], ['europol', 'victim-protection'], ['europol', 'threat-analysis'],
  ['beoe', 'labour-regulation'], ['pta', 'content-blocking'], ['frontex', 'threat-analysis'], ['frontex', 'immigration-control'],
  ['iom', 'victim-protection'], ['police-punjab', 'criminal-investigation'], ['de-bka', 'criminal-investigation'],
] as const;
const STREAMS = { nccia: 'criminal-investigation', beoe: 'labour-regulation', pta: 'content-blocking', frontex: 'threat-analysis', iom: 'victim-protection' } as const;

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

/** A record of which every class can be changed by itself: `turns` says how often it has been. */
function document(turns: Readonly<Partial<Record<RecordClass, number>>>): Tree {
  const base = envelope({ purposes: PURPOSES, recipients: RECIPIENTS, referralConsent: true, erasureDate: '2040-01-01' });
  let text = JSON.stringify(markedCase(base, { suspects: [{ ref: 'S1', identity: { fullName: wordOf('SUSPECT_IDENTITY') } }], networks: [{ ref: 'N1', notes: wordOf('METHOD') }] }));
  for (const code of CODES) text = text.replaceAll(wordOf(code), `${wordOf(code)} turned ${turns[code] ?? 0}`.replaceAll(' ', /REFERENCE|CUSTODY/.test(code) ? '-' : ' '));
  return JSON.parse(text) as Tree;
}

const wordOf = (code: RecordClass): string => `Zz${code.toLowerCase().replaceAll('_', '')}`;

interface Seen {
  readonly view: RecordView | null;
  readonly mask: ReadonlySet<string>;
}

async function lookAll(id: string): Promise<Map<string, Seen>> {
  const looks = OBSERVERS.map(async ([agency, purpose]) => {
    const view = await world.find.one(world.caller(agency, { purpose }), 'case', id);
    const mask = new Set<string>(view ? CODES.filter((code) => !view.withheld.includes(code)) : []);
    return [`${agency} for ${purpose}`, { view, mask }] as const;
  });
  return new Map(await Promise.all(looks));
}

const place = new Map<string, string>();

/** Versions of a record in the order in which an agency's feed tells of them. */
async function toldOf(agency: string, id: string): Promise<number[]> {
  const [{ n }] = await world.rows<{ n: number }>('select count(*)::int as n from delivery.entry where agency = $1 and record_id = $2', [agency, id]) as [{ n: number }];
  const told: number[] = [];
  while (told.length < n) { // an entry shows once no older transaction of the server is open
    const { deliveries } = await world.house.feed.page(world.caller(agency), 'records', place.get(agency) ?? null, 100);
    told.push(...deliveries.filter(({ recordId }) => recordId === id).map(({ version }) => version));
    if (deliveries.length > 0) place.set(agency, deliveries.at(-1)!.cursor);
  }
  return told;
}

const turnsOf = (changes: readonly ReadonlySet<RecordClass>[]) =>
  Object.fromEntries(CODES.map((code) => [code, changes.filter((change) => change.has(code)).length])) as Record<RecordClass, number>;

const someClasses = fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 4 }).map((codes) => new Set(codes));

describe('a change that an agency may not see does not happen for it', () => {
  it('whatever is amended, each observer\'s versions are dense, and a hidden amendment gives no version, no date and no event', async () => {
    await fc.assert(fc.asyncProperty(fc.array(someClasses, { minLength: 1, maxLength: 5 }), async (changes) => {
      const { id } = await world.submit('fia', 'case', document({}));
      const expected = new Map([...(await lookAll(id))].map(([who, { mask }]) => [who, mask.size > 0 ? 1 : 0]));
      for (let step = 0; step < changes.length; step++) {
        const before = await lookAll(id);
        await world.amend('fia', 'case', { id, version: expected.get('fia for criminal-investigation')! }, document(turnsOf(changes.slice(0, step + 1))));
        for (const [who, { view, mask }] of await lookAll(id)) {
          const was = before.get(who)!;
          expect([who, [...mask]]).toEqual([who, [...was.mask]]);
          const isSeen = [...changes[step]!].some((code) => mask.has(code));
          if (isSeen) expected.set(who, expected.get(who)! + 1);
          expect([who, view?.version ?? 0]).toEqual([who, expected.get(who)]);
          if (!isSeen) expect(view).toEqual(was.view);
          else expect(view!.asOf > was.view!.asOf).toBe(true);
        }
      }
      for (const [agency, purpose] of Object.entries(STREAMS)) {
        const told = await toldOf(agency, id);
        const dense = Array.from({ length: expected.get(`${agency} for ${purpose}`)! }, (_, index) => index + 1);
        expect([agency, told]).toEqual([agency, dense]);
      }
    }), { numRuns: 16, endOnFailure: true });
  }, 120_000);

  it('agencies that are not addressed are told nothing, whatever is amended', async () => {
    const rows = await world.rows<{ n: number }>(`select count(*)::int as n from delivery.entry where agency in ('police-punjab', 'de-bka', 'fia')`);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('what one sees of a record tells nothing of the number of its versions', async () => {
    const [quiet, busy] = [await world.submit('fia', 'case', document({})), await world.submit('fia', 'case', document({}))];
    for (let turn = 1; turn <= 3; turn++) await world.amend('fia', 'case', { id: busy.id, version: turn }, document({ CUSTODY: turn, WITNESS_IDENTITY: turn }));
    for (const [agency, purpose] of OBSERVERS.filter(([one, why]) => one !== 'fia' && !(one === 'nccia' || (one === 'europol' && why === 'victim-protection')))) {
      const caller = world.caller(agency, { purpose });
      const [a, b] = await Promise.all([quiet, busy].map(({ id }) => world.find.one(caller, 'case', id)));
      expect(a && { ...a, id: '', asOf: '' }).toEqual(b && { ...b, id: '', asOf: '' });
    }
  });
});
