import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { systemIds } from '#libs/kernel';
import { SubmitRecord } from '#libs/records';
import { compared, median, rounded, type Figure } from '../measure/figure.js';
import { throughputs, type Work } from '../measure/rounds.js';
import { say } from '../measure/say.js';
import { callerOf } from '../world/callers.js';
import { urlOf, withFreshDatabase } from '../world/databases.js';
import { openHub } from '../world/hub.js';
import { inventedCase } from '../world/invented-case.js';
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

const BARE_TABLES = `
  create schema bare;
  create table bare.record (id uuid primary key, agency text not null, document jsonb not null, at timestamptz not null default now());
  create table bare.outbox (seq bigint generated always as identity primary key, record_id uuid not null, event jsonb not null);`;
const RECORD = { name: 'bare.record', text: 'insert into bare.record (id, agency, document) values ($1, $2, $3)' };
const OUTBOX = { name: 'bare.outbox', text: 'insert into bare.outbox (record_id, event) values ($1, $2)' };
const BOTH = {
  name: 'bare.both',
  text: `with kept as (insert into bare.record (id, agency, document) values ($1, $2, $3)) insert into bare.outbox (record_id, event) values ($1, $4)`,
};

async function measure(submit: Work, pool: pg.Pool, options: Options): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const clients of CLIENTS) {
    say(`measuring with ${clients} clients`);
    const load = { rounds: options.rounds, milliseconds: MILLISECONDS, clients };
    const rates = await throughputs({ hub: submit, bare: bareTransaction(pool), single: bareStatement(pool) }, load);
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

/** Everything the door does: checks, slices, sealing, audience, facets, deliveries, ledger line, commit. */
function submits(action: SubmitRecord): Work {
  const run = systemIds.next();
  return (turn) => {
    const { agency, document } = inventedCase(turn, RARE);
    return action.run(callerOf(agency), { kind: 'case', document, idempotencyKey: `${run}-${turn}` });
  };
}

/** What a service that knows no audiences, classes or ledger does: the document and its event, in one transaction. */
function bareTransaction(pool: pg.Pool): Work {
  return async (turn) => {
    const { agency, document } = inventedCase(turn, RARE);
    const [id, text] = [randomUUID(), JSON.stringify(document)];
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query({ ...RECORD, values: [id, agency, text] });
      await client.query({ ...OUTBOX, values: [id, text] });
      await client.query('commit');
    } finally {
      client.release();
    }
  };
}

function bareStatement(pool: pg.Pool): Work {
  return (turn) => {
    const { agency, document } = inventedCase(turn, RARE);
    const text = JSON.stringify(document);
    return pool.query({ ...BOTH, values: [randomUUID(), agency, text, text] });
  };
}
