import { systemIds } from '#libs/kernel';
import { FindRecords, SubmitRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { latencies, type Work } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { BIG, callerOf } from '../../world/callers.js';
import { asAdmin, type Cluster } from '../../world/databases.js';
import { inventedCase } from '../../world/invented-case.js';
import { keptWorld, withWorld, type KeptWorld } from '../../world/kept-world.js';
import { showSameRows } from '../../world/same-rows.js';
import type { Bench, Options, Services } from '../bench.js';
import { anywhere, PAGE, PLACES } from '../list/place.js';

const SMALLEST = { records: 10_000, rare: 83 };
const SIZES = [{ records: 100_000, rare: 167 }, { records: 1_000_000, rare: 1_667 }];
const LARGEST = { records: 5_000_000, rare: 8_333 };
const TARGET = 1.5;
const POOL = 2;

export const growth: Bench = {
  about: 'What a page of 50 and a submit cost in worlds of 100 k, 1 M and, with --large, 5 M records, against 10 k.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    const print = await showSameRows(cluster, 300);
    const small = await keptWorld(cluster, SMALLEST, print, options.fresh);
    const figures: Figure[] = [];
    // Every size is measured before the next one is built, which takes long.
    for (const size of [...SIZES.slice(0, options.small ? 1 : 2), ...(options.large ? [LARGEST] : [])]) {
      const large = await keptWorld(cluster, size, print, options.fresh);
      const measured = await against(cluster, small, large, options);
      for (const { yardstick, ratio } of measured) say(`${yardstick}: ${ratio} ×`);
      figures.push(...measured);
    }
    return figures;
  },
};

async function against(cluster: Cluster, small: KeptWorld, large: KeptWorld, options: Options): Promise<Figure[]> {
  const run = systemIds.next();
  try {
    return await withWorld(small, POOL, (few) => withWorld(large, POOL, async (many) => {
      say(`measuring pages and submits in worlds of ${small.records} and ${large.records}`);
      const works = { fewPages: pages(few, small), manyPages: pages(many, large), manyAnew: pages(many, large, Infinity), fewSubmits: submits(few, run), manySubmits: submits(many, run) };
      const times = await latencies(works, { rounds: options.rounds, turns: PLACES, warmUp: PLACES });
      return [
        figureOf('a page of 50', small, large, times.manyPages, times.fewPages),
        // The first round asks for what the warm-up brought into memory.
        figureOf('a page of 50 that nobody read before', small, large, times.manyAnew.slice(1), times.fewPages.slice(1)),
        figureOf('a submit', small, large, times.manySubmits, times.fewSubmits),
      ];
    }));
  } finally {
    for (const { database } of [small, large]) await undo(cluster, database, run);
  }
}

function figureOf(what: string, { records: few }: KeptWorld, { records: many }: KeptWorld, own: readonly number[], yardstick: readonly number[]): Figure {
  return {
    bench: 'growth', yardstick: `${what}, of ${many} against ${few}`, ...compared(own, yardstick), of: 'time', target: TARGET,
    p50: rounded(median(own)), yardstickP50: rounded(median(yardstick)),
  };
}

/** @param places how many different ones are asked for, in turn; infinitely many lie on the disk where the world is greater than the memory */
function pages(house: House, world: KeptWorld, places = PLACES): Work {
  return async (turn) => {
    const { records } = await new FindRecords(house.disclosure).page(callerOf(BIG), 'case', { first: PAGE, after: anywhere(world, turn, places), filter: {} });
    if (records.length !== PAGE) throw new Error(`a page of ${records.length}`);
  };
}

function submits(house: House, run: string): Work {
  const action = new SubmitRecord(house.keeping);
  let handedIn = 0;
  return (turn) => {
    const { agency, document } = inventedCase(turn, Infinity);
    return action.run(callerOf(agency, { operationId: run }), { kind: 'case', document, idempotencyKey: `${run}-${handedIn++}` });
  };
}

/** The worlds are kept for other benches: what was handed in is taken out again. */
async function undo(cluster: Cluster, database: string, run: string): Promise<void> {
  const tables = ['records.record_audience', 'records.record_facet', 'records.sealed_slice', 'delivery.entry'];
  await asAdmin(cluster, database, async (admin) => {
    const { rows } = await admin.query<{ ids: string[] }>(`select array_agg(record_id) as ids from records.submission where key like $1`, [`${run}-%`]);
    const ids = [rows[0]!.ids ?? []];
    for (const table of tables) await admin.query(`delete from ${table} where record_id = any ($1)`, ids);
    await admin.query('delete from records.record where id = any ($1)', ids);
    await admin.query('delete from records.submission where record_id = any ($1)', ids);
    await admin.query('delete from audit.ledger where operation_id = $1', [run]);
    await admin.query(`vacuum ${tables.join(', ')}, records.record, records.submission, audit.ledger`);
  });
}
