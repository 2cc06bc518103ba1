import type { House } from '../../../../apps/assembly/house.js';
import { median, rounded, type Figure } from '../../measure/figure.js';
import { pairedTimes, ratioOf } from '../../measure/pairs.js';
import { say } from '../../measure/say.js';
import { keptWorld, withWorld, type KeptWorld } from '../../world/kept-world.js';
import { showSameRows } from '../../world/same-rows.js';
import type { Bench, Options, Services } from '../bench.js';
import { pairsOf } from './questions.js';

/** The promise: the medians of what is hidden and of what is absent differ by less than a tenth. */
const MOST = 1.1;
const LEAST = 0.9;

export const hidden: Bench = {
  about: 'What is hidden against what does not exist, of 1 M records (--small: 10 k): ids, lists, counts, filters, cursors, amendments, joins.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    const print = await showSameRows(cluster, 300);
    const size = options.small ? { records: 10_000, rare: 83 } : { records: 1_000_000, rare: 1_667 };
    const world = await keptWorld(cluster, size, print, options.fresh);
    return withWorld(world, 2, (house) => measured(house, world, options));
  },
};

async function measured(house: House, world: KeptWorld, options: Options): Promise<Figure[]> {
  const pairs = await pairsOf(house, world);
  say('measuring hidden and absent in turns');
  const times = await pairedTimes(pairs, { rounds: options.rounds, turns: 100, warmUp: 60 });
  return Object.entries(times).map(([what, each]) => ({
    bench: 'hidden', yardstick: `${what}, of ${world.records}`, ...ratioOf(each), of: 'time', target: MOST, least: LEAST,
    p50: rounded(median(each.hidden)), yardstickP50: rounded(median(each.absent)),
  }));
}
