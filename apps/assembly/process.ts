import type { LedgerWatch } from '#libs/audit';
import { Quotas } from '#libs/directory';
import { expectSameRules } from '#libs/disclosure';
import { Kafka } from '#libs/kafka';
import { environment, faultOf, Health, log, Metrics, Shutdown, type Environment } from '#libs/process';
import type { Report } from '#libs/subgraphs';
import { httpServer, type HttpServer } from './http.js';
import { operatorServer, type OperatorServer } from './operator.js';
import { openHouse, type House } from './house.js';
import { masterKeyOf } from './master-key.js';
import { migrateHub } from './schema.js';
import { watchLedger } from './ledger/watch-ledger.js';

/** What every process of the hub begins with. */
export interface HubProcess {
  readonly environment: Environment;
  readonly house: House;
  readonly http: HttpServer;
  readonly operator: OperatorServer;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly shutdown: Shutdown;
  /** Whether anything may be answered. */
  readonly ledger: Pick<LedgerWatch, 'mayAnswer'>;
  /** Under which callers reach the hub. */
  readonly publicUrl: string;
}

export const report: Report = (event, fields) => log('error', event, fields);

/** Opens a process, lets `serve` make of it what it is to be, and begins to answer. A failure ends it with a reason. */
export async function runProcess(serve: (hub: HubProcess) => Promise<void>): Promise<void> {
  try {
    const settings = environment();
    const shutdown = new Shutdown(settings.shutdownLimit);
    shutdown.listen();
    const hub = await open(settings, shutdown);
    await serve(hub);
    hub.health.check('started', () => undefined);
    const operatorPort = await hub.operator.listen();
    log('info', 'ready', { port: await hub.http.listen(), operatorPort });
  } catch (error) {
    log('error', 'not-started', { ...faultOf(error), reason: error instanceof Error && error.name === 'Error' ? error.message : 'see the fault' });
    process.exit(1);
  }
}

/** The owner's rights are for this, and let go before anybody is answered. */
async function bringUp(url: string, { migrate, rollBack, databaseOwnerUrl, databaseJobsUrl: jobs, oneLogin }: Environment): Promise<void> {
  if (!migrate) return;
  if (databaseOwnerUrl) await migrateHub(databaseOwnerUrl, { session: url, rollBack, ...(jobs ? { jobs } : {}) });
  else if (oneLogin) await migrateHub(url, { rollBack });
}

async function open(settings: Environment, shutdown: Shutdown): Promise<HubProcess> {
  if (!settings.databaseUrl) throw new Error('DATABASE_URL must be given');
  await bringUp(settings.databaseUrl, settings);
  const health = new Health();
  const metrics = new Metrics();
  const { kafkaBrokers: brokers, kafkaUsername: username, kafkaPassword: password, kafkaTls: tls, topicPrefix } = settings;
  const kafka = Kafka.from({ brokers, username, password, tls, topicPrefix, log });
  const house = await openHouse({
    databaseUrl: settings.databaseUrl, poolSize: settings.databasePoolSize, statementTimeout: settings.queryTime * 1_000,
    masterKey: masterKeyOf(settings), kafka, quotas: quotasOf(settings, metrics),
  });
  shutdown.onEnd('house', () => house.close());
  if (!settings.oneLogin) await house.database.refuseOwner();
  health.check('database', () => house.database.query('select 1'));
  health.check('directory', () => { if (house.directory.age() > 10_000) throw new Error('stale'); });
  health.check('rules', () => expectSameRules(house.database), 'RULES_SUPERSEDED');
  const http = httpServer(settings, health);
  const ledger = watchLedger(house, health, metrics);
  shutdown.onEnd('ledger-watch', () => ledger.close());
  const operator = operatorServer(settings, health, metrics);
  shutdown.onEnd('operator', () => operator.close());
  shutdown.onEnd('http', () => { health.beginEnd(); return http.close(); });
  return { environment: settings, house, http, operator, health, metrics, shutdown, ledger, publicUrl: settings.publicUrl ?? `${settings.tlsCertificate ? 'https' : 'http'}://localhost:${settings.port}` };
}

function quotasOf(settings: Environment, metrics: Metrics): Quotas {
  const { quotaRequests: requests, quotaSubmissions: submissions, quotaAtOnce: atOnce, quotaStreams: streams } = settings;
  const quotas = new Quotas({ requests, submissions, atOnce, streams });
  const refused = metrics.counter('quota_refusals_total', 'requests that exceeded their agency\'s quota', ['agency', 'quota']);
  quotas.tell((agency, quota) => refused.inc({ agency, quota }));
  return quotas;
}
