import pg from 'pg';
import { SubmitRecord } from '#libs/records';
import { compared, median, rounded, type Figure } from '../measure/figure.js';
import { throughputs, type Work } from '../measure/rounds.js';
import { say } from '../measure/say.js';
import { BARE_TABLES, bareStatement, bareTransaction } from '../world/bare-tables.js';
import { urlOf, withFreshDatabase } from '../world/databases.js';
import { openHub } from '../world/hub.js';
import { inventedCase } from '../world/invented-case.js';
import { submits } from '../world/submits.js';
import type { Bench, Options, Services } from './bench.js';

const CLIENTS = [1, 8, 32];
const POOL = 32;
const MILLISECONDS = 2_000;
const RARE = 1_667;
/** Of a bare transaction's submits. */
const LEAST = 0.5;

export const write: Bench = {
  about: 'Acknowledged submits (1, 8, 32 clients) against a bare transaction of one record row and one outbox row.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    return withFreshDatabase(cluster, async (name) => {
      const house = await openHub(urlOf(cluster.url, name), { poolSize: POOL });
      const pool = new pg.Pool({ connectionString: urlOf(cluster.url, name), max: POOL });
      try {
        await pool.query(BARE_TABLES);
        return await measure(submits(new SubmitRecord(house.keeping)), pool, options);
      } finally {
        await pool.end();
        await house.close();
      }
    });
  },
};

async function measure(submit: Work, pool: pg.Pool, options: Options): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const clients of CLIENTS) {
    say(`measuring with ${clients} clients`);
    const load = { rounds: options.rounds, milliseconds: MILLISECONDS, clients };
    const rates = await throughputs({ hub: submit, bare: bare(pool, bareTransaction), single: bare(pool, bareStatement) }, load);
    for (const [yardstick, series] of [['bare transaction', rates.bare], ['bare rows in one statement', rates.single]] as const) {
      figures.push({
        bench: 'write', yardstick: `${yardstick}, ${clients} clients`, ...compared(rates.hub, series), of: 'throughput',
        ...(series === rates.bare ? { least: LEAST } : {}),
        hubPerSecond: rounded(median(rates.hub)), yardstickPerSecond: rounded(median(series)),
      });
    }
  }
  return figures;
}

/** The documents that the hub is handed, as a service without one keeps them. */
function bare(pool: pg.Pool, lay: typeof bareTransaction): Work {
  return (turn) => {
    const { agency, document } = inventedCase(turn, RARE);
    return lay(pool, agency, JSON.stringify(document));
  };
}
