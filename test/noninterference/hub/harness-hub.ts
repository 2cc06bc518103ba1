import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import type pg from 'pg';
import { LedgerWatch } from '#libs/audit';
import { Kafka } from '#libs/kafka';
import type { SubgraphExecutor } from '#libs/subgraphs';
import { Quotas } from '#libs/directory';
import { Health, readEnvironment, Shutdown } from '#libs/process';
import { AmendRecord, FindRecords, SubmitRecord, WithdrawRecord } from '#libs/records';
import { AcknowledgeAlert } from '#libs/alerts';
import { AskApproval } from '#libs/approvals';
import { BreachKeeping, OpenBreach } from '#libs/breaches';
import { RecallsWatch } from '#libs/recalls';
import { Relabel } from '#libs/relabel';
import { RequestOnwardSharing } from '#libs/transfers';
import { mountPublicApi } from '../../../apps/assembly/edge.js';
import { openHouse, type House } from '../../../apps/assembly/house.js';
import { httpServer } from '../../../apps/assembly/http.js';
import { operatorServer } from '../../../apps/assembly/operator.js';
import { report, type HubProcess } from '../../../apps/assembly/process.js';
import { startSubgraphs, SUBGRAPHS } from '../../../apps/assembly/subgraphs.js';
import { startWorker } from '../../../apps/assembly/worker.js';
import { brokerLogin, freshTopicPrefix } from '../../services/index.js';
import type { FrontDoor } from './front-door.js';
import { HarnessMetrics } from './harness-metrics.js';
import { oneByOne } from './one-by-one.js';
import { harnessDatabase, type HarnessDatabase } from './harness-database.js';
import { HarnessSealer, INTERVAL } from './harness-sealer.js';
import { HarnessTime } from './harness-time.js';

const KEY = Buffer.alloc(32, 7);
const COPY = `insert into recalls.copy (record_id, agency, classes, first_at, last_at)
  select g.id, l.agency, bit_or(g.mask), min(l.at), max(l.at) from audit.ledger l cross join unnest(l.records, l.masks) as g (id, mask)
  where l.agency = $2 and g.id = $1 and g.mask <> 0 and l.action <> 'explain' and not exists (select from records.record r where r.id = g.id and r.originator = l.agency)
  group by g.id, l.agency on conflict do nothing`;
/** Overload is a flow of its own: here nobody is turned away for asking much. */
const NO_QUOTA = { requests: 1_000_000, submissions: 1_000_000, atOnce: 1_000, streams: 1_000 };
/** One for all worlds of a run, as topics are named in what the hub answers; they have them one after another. */
const PREFIX = freshTopicPrefix();

/** A hub put together as `apps/hub` does it, in this process, on time and ids of the harness. */
export interface HarnessHub {
  readonly house: House;
  readonly time: HarnessTime;
  /** Every route of its HTTP server, as `GET /health/live`, and every path that something is mounted under. */
  readonly routes: readonly string[];
  readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  readonly admin: pg.Pool;
  readonly topicPrefix: string | null;
  readonly actions: ReturnType<typeof actionsOf>;
  /** Sets the moment of a step, for the hub and for its database. */
  at(step: number, days?: number): Promise<void>;
  /** The number that the operator would read at this moment. */
  gauge(name: string): Promise<number>;
  /** Works the audiences out again, as the worker would a moment later. @returns whether anything was to do */
  relabel(): Promise<boolean>;
  /** Tells holders of recalls, as the worker would once the ledger is sealed. */
  followCopies(): Promise<void>;
  /** What the watch over copies would know by now of one copy: the ledger of these worlds is sealed at their end alone. */
  learnCopy(agency: string, record: string): Promise<void>;
  /** Tells of breaches whoever has to know, as the jobs would. */
  tellBreaches(): Promise<void>;
  /** Seals the ledger as it stands: the harness's clock stands still, and with it the log. */
  seal(): Promise<void>;
  /** One interval of the log of seals later. */
  nextInterval(): Promise<void>;
  close(): Promise<void>;
}

export interface HarnessSettings {
  readonly door: FrontDoor;
  readonly kafka: boolean;
  /** Whether its ledger is sealed in every moment that it is set to, and not only where it is told to. */
  readonly sealed?: boolean;
  /** Plants a leak in the database or around the house; only tests that the harness can fail give one. */
  readonly leak?: SeededLeak;
}

/** A leak behind a test's switch: nothing of it is in the product. */
export interface SeededLeak {
  readonly name: string;
  readonly inDatabase?: (admin: pg.Pool) => Promise<unknown>;
  readonly inHouse?: (house: House, admin: pg.Pool) => void;
  readonly inExecutors?: (executors: ReadonlyMap<string, SubgraphExecutor>, admin: pg.Pool) => void;
}

/** Files of the hub that outlive a world, such as the issuer's keys: the same for every world of a run. */
const home = mkdtempSync(join(tmpdir(), 'amanat-noninterference-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

export async function openHarnessHub({ door, kafka: withBroker, sealed, leak }: HarnessSettings): Promise<HarnessHub> {
  const database = await harnessDatabase();
  await leak?.inDatabase?.(database.admin);
  const topicPrefix = withBroker ? PREFIX : null;
  const time = new HarnessTime();
  await database.setTime(time.now());
  const kafka = topicPrefix ? Kafka.from({ ...brokerLogin('hub'), topicPrefix }) : null;
  const house = await openHouse({ databaseUrl: database.sessionUrl, keysUrl: database.keysUrl, poolSize: 4, masterKey: KEY, kafka, clock: time, ids: time, quotas: new Quotas(NO_QUOTA) });
  oneByOne(house);
  leak?.inHouse?.(house, database.admin);
  const shutdown = new Shutdown(20, () => undefined);
  shutdown.onEnd('house', () => house.close());
  const sealer = new HarnessSealer(house, database.admin);
  const relabel = new Relabel(house.database, house.directory, time, { settle: 0 });
  const moment = async (now: Date) => { await database.setTime(now); if (sealed) await sealer.seal(); };
  const ledger = watchOf(house, shutdown, sealed === true);
  const assembled = await assemble({ house, door, shutdown, ledger }, (executors) => leak?.inExecutors?.(executors, database.admin));
  return {
    house, time, topicPrefix, ...assembled, admin: database.admin, actions: actionsOf(house),
    relabel: async () => await relabel.run() !== null,
    followCopies: () => new RecallsWatch(house.database).run(),
    learnCopy: async (agency, record) => void await database.admin.query(COPY, [record, agency]),
    tellBreaches: async () => void await database.admin.query('select breaches.tell(b.id) from (select id from breaches.breach order by opened_at, id) b'),
    seal: () => sealer.seal(),
    at: (step, days) => moment(time.at(step, days)),
    nextInterval: () => moment(time.later(INTERVAL)),
    close: async () => {
      door.leadTo(null);
      await shutdown.end(0);
      await cleared(topicPrefix, database);
    },
  };
}

type Parts = Pick<HubProcess, 'house' | 'shutdown' | 'ledger'> & { readonly door: FrontDoor };

async function assemble({ house, door, shutdown, ledger }: Parts, onExecutors: (executors: ReadonlyMap<string, SubgraphExecutor>) => void) {
  const environment = readEnvironment({ PORT: String(door.port), AMANAT_HOME: home, PUBLIC_URL: door.url, AMANAT_INTERNAL_KEY: KEY.toString('base64') });
  const health = new Health();
  const metrics = new HarnessMetrics();
  health.check('database', () => house.database.query('select 1'));
  const http = httpServer(environment, health);
  const operator = operatorServer(environment, health, metrics); // put together as in the product, and never listened on
  const { executors, app: nest } = await startSubgraphs(house, SUBGRAPHS, report);
  shutdown.onEnd('subgraphs', () => nest.close());
  onExecutors(executors);
  const routes = routesOf(http.app);
  const hub = { environment, house, http, operator, health, metrics, shutdown, ledger, publicUrl: door.url };
  await mountPublicApi(hub, executors);
  if (house.kafka) {
    const worker = await startWorker(house, house.kafka, hub);
    shutdown.onEnd('worker', () => worker.close());
  }
  health.check('started', () => undefined);
  door.leadTo(http.server);
  return { routes, executors, gauge: (name: string) => metrics.read(name) };
}

/** The hub's own watch where every moment is sealed; the other worlds answer before anybody has sealed them. */
function watchOf(house: House, shutdown: Shutdown, sealed: boolean): HubProcess['ledger'] {
  if (!sealed) return { mayAnswer: async () => undefined };
  const watch = new LedgerWatch(house.database);
  shutdown.onEnd('ledger-watch', () => watch.close());
  return watch;
}

/** Routes that are there, and those that are going to be mounted. */
function routesOf(app: Express): string[] {
  const layers = (app.router as unknown as { stack: { route?: { path: string; methods: Record<string, boolean> } }[] }).stack;
  const routes = layers.flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : []));
  for (const method of ['use', 'get', 'post', 'all'] as const) {
    const own = app[method].bind(app) as (...given: unknown[]) => unknown;
    Object.assign(app, { [method]: (...given: unknown[]) => {
      if (given.length > 1 || method === 'use') routes.push(`${method.toUpperCase()} ${typeof given[0] === 'string' ? given[0] : '/'}`);
      return own(...given);
    } });
  }
  return routes;
}

function actionsOf({ keeping, disclosure }: House) {
  const find = new FindRecords(disclosure);
  return {
    find, submit: new SubmitRecord(keeping), amend: new AmendRecord(keeping, disclosure), withdraw: new WithdrawRecord(keeping),
    acknowledge: new AcknowledgeAlert(keeping, find), openBreach: new OpenBreach(new BreachKeeping(keeping)), onward: new RequestOnwardSharing(keeping, find, new AskApproval(keeping.database, keeping.source.ids)),
  };
}

/** What a world leaves at the broker goes with it: the next world's topics have the same names. */
async function cleared(topicPrefix: string | null, database: HarnessDatabase): Promise<void> {
  if (topicPrefix) {
    const kafka = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
    await kafka.admin().deleteTopics(await kafka.admin().list());
    await kafka.close();
  }
  await database.drop();
}
