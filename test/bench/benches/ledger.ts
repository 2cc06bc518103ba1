import { isDeepStrictEqual } from 'node:util';
import { FindRecords } from '#libs/records';
import type { House } from '../../../apps/assembly/house.js';
import { compared, median, rounded, type Figure } from '../measure/figure.js';
import { throughputs, type Work } from '../measure/rounds.js';
import { say } from '../measure/say.js';
import { BIG, callerOf } from '../world/callers.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from '../world/databases.js';
import { openHub } from '../world/hub.js';
import { load } from '../world/load.js';
import type { Bench, Options, Services } from './bench.js';
import { anywhere, PAGE } from './list/place.js';

const SIZE = { records: 2_000, rare: 20 };
const CLIENTS = 8;
const LEAST = 0.8;

/** Of the bench's own database only; the product has no such switch. */
const NO_LEDGER = `
  create or replace function audit.append(c audit.caller, p_action text, p_kind text, p_records uuid[], p_masks int[])
  returns void language plpgsql as $$ begin end $$`;

export const ledger: Bench = {
  about: 'Pages of 50 with the ledger on against the same pages where audit.append writes nothing.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    return withLoaded(cluster, '', (on) => withLoaded(cluster, NO_LEDGER, (off) => measure(on, off, options)));
  },
};

/** Each side has a database of its own: a function replaced in between would cost the next call its plans. */
function withLoaded<Result>(cluster: Cluster, change: string, work: (house: House) => Promise<Result>): Promise<Result> {
  return withFreshDatabase(cluster, async (name) => {
    const house = await openHub(urlOf(cluster.url, name), { poolSize: CLIENTS });
    try {
      await asAdmin(cluster, name, async (admin) => {
        await load(house, admin, SIZE);
        await admin.query('vacuum (analyze)');
        if (change) await admin.query(change);
      });
      return await work(house);
    } finally {
      await house.close();
    }
  });
}

async function measure(on: House, off: House, options: Options): Promise<Figure[]> {
  const [own, bare] = [pages(on), pages(off)];
  for (const turn of [0, 1, 2]) {
    if (!isDeepStrictEqual(await own(turn), await bare(turn))) throw new Error('the answer is another without the ledger');
  }
  say('measuring pages with and without the ledger');
  const rates = await throughputs({ on: own, off: bare }, { rounds: options.rounds, milliseconds: 2_000, clients: CLIENTS });
  return [{
    bench: 'ledger', yardstick: 'the same without ledger lines', ...compared(rates.on, rates.off), of: 'throughput', least: LEAST,
    hubPerSecond: rounded(median(rates.on)), yardstickPerSecond: rounded(median(rates.off)), clients: CLIENTS,
  }];
}

function pages(house: House): Work {
  const world = { ...SIZE, database: '', url: '' };
  return async (turn) => {
    const { records } = await new FindRecords(house.disclosure).page(callerOf(BIG), 'case', { first: PAGE, after: anywhere(world, turn), filter: {} });
    if (records.length === 0) throw new Error('the page is empty');
    return records;
  };
}
