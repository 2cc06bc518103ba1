import { SubmitRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { rounded, type Figure } from '../../measure/figure.js';
import { throughputs } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { RARE } from '../../world/callers.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { isKept, keptWorld, withWorld, type KeptWorld } from '../../world/kept-world.js';
import { load } from '../../world/load.js';
import { showSameRows } from '../../world/same-rows.js';
import { submits } from '../../world/submits.js';
import type { Bench, Options, Services } from '../bench.js';
import { forget, timed, type Took } from './late-agency.js';

const SIZES = [{ records: 10_000, rare: 83 }, { records: 100_000, rare: 167 }];
const LARGE = { records: 1_000_000, rare: 1_667 };
/** Of the worlds' recipients, who is named in about every third case and hands in every sixth. */
const MANY = 'nccia';
const CLIENTS = 8;
const MILLISECONDS = 3_000;

export const relabel: Bench = {
  about: 'Audiences worked out again, in 10 k, 100 k and, where it is kept, 1 M records, against handing records in; and what writers notice of it.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    const print = await showSameRows(cluster, 300);
    const { rate, figure } = await foreground(cluster);
    const figures = [figure];
    const large = !options.small && (await isKept(cluster, LARGE, print)) ? [LARGE] : [];
    if (large.length === 0) say('no world of 1 M is kept (npm run bench -- list builds it): the greatest is measured without it');
    for (const size of [...SIZES.slice(0, options.small ? 1 : 2), ...large]) {
      const world = await keptWorld(cluster, size, print, options.fresh);
      figures.push(...await withWorld(world, 4, (house) => ofWorld(cluster, world, house, rate)));
    }
    return figures;
  },
};

/** The rules changed, and nobody's view did; then an agency joins to which little, and one to which much, is addressed. */
async function ofWorld(cluster: Cluster, world: KeptWorld, house: House, rate: number): Promise<Figure[]> {
  return asAdmin(cluster, world.database, async (admin) => {
    const figures = [figureOf('every rule for every agency, nothing changed', world, rate, await timed(house, admin, `all of ${world.records}`, true))];
    for (const [what, agency] of [['an agency that sees little joins', RARE], ['an agency that sees much joins', MANY]] as const) {
      const count = async () => Number((await admin.query('select count(*) from records.record_audience where audience = $1', [agency])).rows[0].count);
      const before = await count();
      await forget(admin, agency);
      figures.push(figureOf(what, world, rate, await timed(house, admin, `${agency} joins ${world.records}`)));
      if ((await count()) !== before) throw new Error(`${agency} was given other rows than it had`);
      await admin.query('vacuum (analyze) records.record_audience, records.record_facet, delivery.entry, audit.ledger');
    }
    return figures;
  });
}

function figureOf(what: string, { records }: KeptWorld, rate: number, { job, seconds, first, wal }: Took): Figure {
  const perSecond = records / seconds;
  const ratio = rounded(perSecond / rate);
  return {
    bench: 'relabel', yardstick: `records handed in; ${what}, of ${records}`, ratio, spread: [ratio, ratio], rounds: 1, of: 'throughput',
    recordsPerSecond: rounded(perSecond), seconds: rounded(seconds), firstAfter: first === null ? 'none' : `${rounded(first)} s`,
    changed: Number(job.changed), deliveries: Number(job.announced), walMiB: rounded(wal / 2 ** 20), yardstickPerSecond: rounded(rate),
  };
}

/** Submits a second with and without a relabelling of 10 k records going on, again and again, beside them. */
async function foreground(cluster: Cluster): Promise<{ rate: number; figure: Figure }> {
  return withFreshDatabase(cluster, async (name) => {
    const house = await openHub(urlOf(cluster.url, name), { poolSize: 16 });
    try {
      return await asAdmin(cluster, name, async (admin) => {
        await load(house, admin, SIZES[0]!);
        await admin.query('vacuum (analyze)');
        const submit = submits(new SubmitRecord(house.keeping));
        const load8 = { rounds: 2, milliseconds: MILLISECONDS, clients: CLIENTS };
        const { alone } = await throughputs({ alone: submit }, load8);
        let on = true;
        const beside = (async () => { while (on) await timed(house, admin, 'beside writers', true); })();
        const { during } = await throughputs({ during: submit }, load8);
        on = false;
        await beside;
        const ratios = during.map((value, round) => rounded(value / alone[round]!));
        const rate = Math.max(...alone);
        const figure: Figure = {
          bench: 'relabel', yardstick: `submits without one beside them, ${CLIENTS} clients`, ratio: ratios[0]!, spread: [Math.min(...ratios), Math.max(...ratios)],
          rounds: ratios.length, of: 'throughput', hubPerSecond: rounded(Math.max(...during)), yardstickPerSecond: rounded(rate),
        };
        return { rate, figure };
      });
    } finally {
      await house.close();
    }
  });
}
