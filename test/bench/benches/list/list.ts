import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '#libs/kernel';
import { FindRecords } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { latencies, type Work } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { BIG, callerOf, EMPTY, RARE } from '../../world/callers.js';
import { keptWorld, withWorld, type KeptWorld } from '../../world/kept-world.js';
import { showSameRows } from '../../world/same-rows.js';
import { worldId } from '../../world/world-source.js';
import type { Bench, Options, Services } from '../bench.js';
import { listOverHttp } from './list-over-http.js';
import { anywhere, PAGE, PLACES, TARGET } from './place.js';

/** The rare agency has 600 of the million and 120 of the ten thousand. */
const SIZES = [{ records: 10_000, rare: 83 }, { records: 1_000_000, rare: 1_667 }];

/** Who asks for a page. The first three are the issue's; the others must not be told apart by time either. */
const ASKING: Readonly<Record<string, { caller: Caller; filter?: Record<string, string> }>> = {
  big: { caller: callerOf(BIG) },
  rare: { caller: callerOf(RARE) },
  empty: { caller: callerOf(EMPTY, { purpose: 'content-blocking' }) },
  'big, cleared for nothing it has': { caller: callerOf(BIG, { clearance: 1 }) },
  'big, for a purpose without a record': { caller: callerOf(BIG, { purpose: 'content-blocking' }) },
  'big, filtered': { caller: callerOf(BIG), filter: { status: 'Active', offence: 'PTPA2018-3-1' } },
  'rare, filtered': { caller: callerOf(RARE), filter: { status: 'Active', offence: 'PTPA2018-3-1' } },
  'empty, filtered': { caller: callerOf(EMPTY, { purpose: 'content-blocking' }), filter: { 'route': 'atlantic' } },
};

type Times = Record<string, number[]>;

export const list: Bench = {
  about: 'A page of 50 of 10 k and of 1 M records, ledger line included, for the biggest, a rare and an empty agency, in process and over HTTP.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    const print = await showSameRows(cluster, 300);
    const worlds: KeptWorld[] = [];
    for (const size of SIZES) worlds.push(await keptWorld(cluster, size, print, options.fresh));
    const [small, large] = worlds as [KeptWorld, KeptWorld];
    return withWorld(small, 2, (ofSmall) => withWorld(large, 2, async (ofLarge) => {
      await checkPages(ofLarge, large);
      say('measuring pages');
      const plan = { rounds: options.rounds, turns: PLACES, warmUp: PLACES };
      const times: Times = await latencies({ ...works(ofSmall, small), ...works(ofLarge, large) }, plan);
      const inProcess = [...againstBig(times, large), ...againstBig(times, small), ...againstSmall(times, small, large)];
      return [...inProcess, ...await listOverHttp(large, plan)];
    }));
  },
};

const named = (who: string, world: KeptWorld) => `${who} of ${world.records}`;

function works(house: House, world: KeptWorld): Record<string, Work> {
  return Object.fromEntries(Object.entries(ASKING).map(([who, { caller, filter }]) =>
    [named(who, world), (turn: number) => page(house, caller, anywhere(world, turn), filter)]));
}

function page(house: House, caller: Caller, after: string | null, filter: Record<string, string> = {}) {
  return new FindRecords(house.disclosure).page(caller, 'case', { first: PAGE, after, filter });
}

/** The page walked through the index is the page that a plain look at every record gives. */
async function checkPages(house: House, world: KeptWorld): Promise<void> {
  const newest = await page(house, callerOf(BIG), null);
  const expected = Array.from({ length: PAGE }, (_, place) => worldId(world.records - 1 - place));
  if (!isDeepStrictEqual(newest.records.map(({ id }) => id), expected)) throw new Error('the biggest agency\'s page is not the newest records');
  const rare = await page(house, callerOf(RARE), null);
  const last = Math.floor((world.records - 1) / world.rare);
  const every = Array.from({ length: PAGE }, (_, place) => worldId((last - place) * world.rare));
  if (!isDeepStrictEqual(rare.records.map(({ id }) => id), every)) throw new Error('the rare agency\'s page is not its newest records');
  for (const who of ['empty', 'big, cleared for nothing it has', 'big, for a purpose without a record']) {
    if ((await page(house, ASKING[who]!.caller, null)).records.length > 0) throw new Error(`${who}: there should be nothing`);
  }
}

function againstBig(times: Times, world: KeptWorld): Figure[] {
  const big = times[named('big', world)]!;
  return Object.keys(ASKING).filter((who) => who !== 'big').map((who) => {
    const own = times[named(who, world)]!;
    const target = who === 'rare' || who === 'empty' ? { target: TARGET } : {};
    return {
      bench: 'list', yardstick: `${who}, against big, of ${world.records}`, ...compared(own, big), of: 'time', ...target,
      p50: inMs(own), yardstickP50: inMs(big),
    };
  });
}

function againstSmall(times: Times, small: KeptWorld, large: KeptWorld): Figure[] {
  return Object.keys(ASKING).map((who) => {
    const [few, many] = [times[named(who, small)]!, times[named(who, large)]!];
    return {
      bench: 'list', yardstick: `${who}, ${large.records} against ${small.records}`, ...compared(many, few), of: 'time',
      p50: inMs(many), yardstickP50: inMs(few),
    };
  });
}

const inMs = (values: readonly number[]) => rounded(median(values));
