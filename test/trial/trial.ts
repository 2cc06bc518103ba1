import pg from 'pg';
import { Accounting, type Accounted } from './account/accounting.js';
import { chanceOf, Crashes } from './crash/crashes.js';
import { cpuSeconds } from './report/cpu-time.js';
import { Importer, type HandedIn } from './hand-in.js';
import { HubProcess } from './hub-process.js';
import { timeSpent, type TimeSpent } from './report/profile.js';
import { enrolParticipants } from './register.js';
import type { Reader } from './reading/reader.js';
import { pause, say, type Services } from './services.js';
import { Story } from './crash/story.js';
import { fileOf, type Trial } from './trials.js';

export interface TrialOptions {
  readonly reader: Reader;
  readonly importersAtOnce: number;
  readonly concurrency: number;
  readonly batch: number;
  readonly profile: boolean;
  readonly seed: number;
}

export interface Outcome extends Accounted {
  readonly trial: string;
  readonly handedIn: readonly HandedIn[];
  /** From the first row to the last one acknowledged. */
  readonly importSeconds: number;
  /** From the first row until nothing waited for its topic. */
  readonly relaySeconds: number;
  /** Entries that waited when the import ended. */
  readonly behind: number;
  readonly kills: Readonly<Record<string, number>>;
  /** Seconds of processor time; the hub's are those of its last life. */
  readonly processor: { readonly hub: number | null; readonly postgres: number | null };
  /** How often the relay sent; each time it sends what waits of one stream. */
  readonly sends: number;
  readonly profile: TimeSpent | null;
}

/** One trial on services of its own. */
export async function runTrial(trial: Trial, options: TrialOptions, services: Services): Promise<Outcome> {
  const hub = await HubProcess.of(services, options.profile);
  await enrolParticipants(services, hub.url);
  const admin = new pg.Client({ connectionString: services.postgres.adminUrl.replace(/\/postgres$/u, '/amanat') });
  await admin.connect();
  try {
    await hub.start();
    const begun = Date.now();
    const told = await importing(trial, options, { services, hub, admin });
    const importSeconds = (Date.now() - begun) / 1000;
    const behind = await waiting(admin);
    await caughtUp(admin);
    const relaySeconds = (Date.now() - begun) / 1000;
    const processor = { hub: cpuSeconds(hub.pid), postgres: cpuSeconds(services.postgres.pid) };
    const sends = await count(admin, `select count(*)::int as count from audit.ledger where action = 'deliver'`);
    await hub.stop();
    const accounted = await new Accounting(services, admin, options.reader).all(told.handedIn);
    const equalities = [...accounted.equalities, ...(await told.story?.account(admin) ?? [])];
    const profile = hub.profiles ? timeSpent(hub.profiles) : null;
    return { trial: trial.name, ...accounted, equalities, handedIn: told.handedIn, importSeconds, relaySeconds, behind, kills: told.kills, processor, sends, profile };
  } finally {
    await hub.stop();
    await admin.end();
  }
}

interface Stage {
  readonly services: Services;
  readonly hub: HubProcess;
  readonly admin: pg.Client;
}

async function importing(trial: Trial, options: TrialOptions, { services, hub, admin }: Stage) {
  const how = { file: fileOf(trial), home: hub.home, concurrency: options.concurrency, batch: options.batch };
  const importers = trial.shares.map((share) => new Importer(trial, share, how));
  let over = false;
  const watching = watch(admin, trial.rows, () => over);
  const crashes = new Crashes(admin, { hub, broker: services.broker, importers }, chanceOf(options.seed));
  const story = trial.crashes ? await Story.of('beoe', hub.home) : null;
  story?.begin();
  const crashing = trial.crashes ? crashes.go(trial.rows, () => over) : Promise.resolve();
  try {
    const handedIn = await inTurns(importers, options.importersAtOnce);
    over = true;
    await crashing;
    await story?.end();
    return { handedIn, story, kills: trial.crashes ? crashes.done : {} };
  } finally {
    over = true;
    await watching;
  }
}

async function inTurns(importers: readonly Importer[], atOnce: number): Promise<HandedIn[]> {
  const handedIn: HandedIn[] = [];
  const left = [...importers];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = left.shift(); next; next = left.shift()) handedIn.push(await next.run());
  }));
  return handedIn;
}

async function watch(admin: pg.Client, rows: number, over: () => boolean): Promise<void> {
  const begun = Date.now();
  for (let at = begun; !over(); await pause(200)) {
    if (Date.now() - at < 5_000) continue;
    at = Date.now();
    const { rows: [told] } = await admin.query<{ records: number }>('select count(*)::int as records from records.record');
    say(`${told!.records} of ${rows} rows are records, ${Math.round((told!.records * 1000) / (at - begun))}/s; ${await waiting(admin)} deliveries wait`);
  }
}

/** Entries that the relay has not sent. */
async function waiting(admin: pg.Client): Promise<number> {
  return count(admin, `
    select count(*)::int as count from delivery.entry e left join delivery.position p using (agency, stream)
    where p.agency is null or (e.xid, e.seq) > (p.xid, p.seq)`);
}

async function count(admin: pg.Client, query: string): Promise<number> {
  return (await admin.query<{ count: number }>(query)).rows[0]!.count;
}

async function caughtUp(admin: pg.Client): Promise<void> {
  for (let before = -1, still = 0; ; await pause(200)) {
    const left = await waiting(admin);
    if (left === 0) return;
    still = left === before ? still + 1 : 0;
    if (still > 300) throw new Error(`The relay stands still with ${left} deliveries waiting.`);
    before = left;
  }
}
