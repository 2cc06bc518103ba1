import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUBGRAPHS } from '../../../apps/assembly/subgraphs.js';
import { HubClient } from '../../world/hub/client.js';
import { startProcess, type HubProcess } from '../../world/hub/hub-process.js';
import { hubTls } from '../../world/hub/hub-tls.js';
import type { ClientTls } from '../../world/hub/tokens.js';
import { BIG, EMPTY, RARE } from './callers.js';
import { keysOf, LEDGER_KEY, MASTER_KEY } from './hub.js';

const PATIENCE = 10_000;

type Settings = Readonly<Record<string, string>>;

export interface HubServer {
  /** Of the process that answers. */
  readonly pid: number;
  readonly client: HubClient;
  readonly tlsOf: (client: string) => ClientTls;
  /** Its certificate and whom it trusts, as settings: for a yardstick that is to speak the same TLS. */
  readonly tls: Settings;
  /** All settings of the process that answers, and its address: for a yardstick that is to stand in its place. */
  readonly settings: Settings;
  /** @throws with the last lines of its log when the process that answers is no more */
  expectAlive(): void;
  /** Bytes of memory that its process holds. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

interface More {
  readonly environment?: Readonly<Record<string, string>>;
  /** Who needs a certificate beside those of `callers.ts`. */
  readonly clients?: readonly string[];
}

/** The hub as `apps/hub` runs it, in a process of its own, on this database: HTTPS, and tokens bound to the clients' certificates. */
export function startHubServer(databaseUrl: string, pool: number, more: More = {}): Promise<HubServer> {
  return onGround(databaseUrl, pool, more, async (ground, ends) => opened('hub', { ...ground.settings, ...ground.tls }, ends));
}

/** The same as gateway, a process for each subgraph, and the worker that seals the ledger. */
export function startSplitServer(databaseUrl: string, pool: number): Promise<HubServer> {
  return onGround(databaseUrl, pool, {}, async ({ settings, tls }, ends) => {
    await opened('worker', settings, ends);
    const urls: string[] = [];
    for (const name of SUBGRAPHS) {
      const { port } = await opened('subgraph', { ...settings, SUBGRAPHS: name }, ends);
      urls.push(`${name}=http://127.0.0.1:${port}/subgraphs/${name}`);
    }
    return opened('gateway', { ...settings, ...tls, SUBGRAPH_URLS: urls.join(',') }, ends);
  });
}

interface Ground {
  readonly settings: Settings;
  readonly tls: Settings;
}

interface Opened extends HubProcess {
  readonly settings: Settings;
}

type Ends = (() => Promise<unknown>)[];

async function opened(app: string, settings: Settings, ends: Ends): Promise<Opened> {
  const started = await startProcess(app, settings);
  ends.push(() => started.stop());
  return { ...started, settings };
}

/** Whatever was started is ended, also when the next does not start. */
async function onGround(databaseUrl: string, pool: number, more: More, start: (ground: Ground, ends: Ends) => Promise<Opened>): Promise<HubServer> {
  const home = mkdtempSync(join(tmpdir(), 'amanat-bench-'));
  const ends: Ends = [async () => rmSync(home, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const { environment: tls, tlsOf } = await hubTls(join(home, 'tls'), [BIG, RARE, EMPTY, ...more.clients ?? []]);
    const { pid, port, operatorPort, settings, exit, log } = await start({ settings: { ...settingsAt(home, databaseUrl, pool), ...more.environment }, tls }, ends);
    const url = `https://localhost:${port}`;
    return { pid, client: new HubClient(url, tlsOf), tlsOf, tls, settings: { ...settings, PUBLIC_URL: url }, memory: () => memoryOf(operatorPort), expectAlive: () => expectAlive(exit(), log), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settingsAt(home: string, databaseUrl: string, pool: number): Settings {
  return {
    NODE_ENV: 'production', DATABASE_URL: databaseUrl, KEYS_DATABASE_URL: keysOf(databaseUrl), AMANAT_ONE_LOGIN: 'true', DATABASE_POOL_SIZE: String(pool), AMANAT_HOME: home,
    AMANAT_QUOTA_REQUESTS: '1000000', AMANAT_QUOTA_AT_ONCE: '1000000',
    AMANAT_MASTER_KEY: MASTER_KEY.toString('base64'), AMANAT_LEDGER_KEY: LEDGER_KEY.toString('base64'),
    AMANAT_INTERNAL_KEY: randomBytes(32).toString('base64'),
  };
}

function expectAlive(exit: number | string | null, log: readonly string[]): void {
  if (exit !== null) throw new Error(`the hub ended with ${exit}:\n${log.slice(-20).join('\n')}`);
}

/** @throws when a hub under load does not say it in time: whoever watches must not wait for it for ever */
async function memoryOf(operatorPort: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${operatorPort}/metrics`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(PATIENCE) });
  const text = await answer.text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)![1]);
}
