import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '#libs/importing';
import { portLike } from '../../../deploy/local/memory.mjs';
import { startService, type WatchedService } from '../../../deploy/local/service.mjs';
import { jobsUrlOf, sessionUrlOf, watchUrlOf } from '../../services/index.js';
import { running } from '../../services/running.js';
import { secretOf } from '../../world/index.js';
import { eventually } from './eventually.js';

export interface HubProcessSettings {
  readonly app?: 'hub' | 'worker';
  /** The owner's URL. */
  readonly databaseUrl: string;
  /** The hub's own login; that of the run's server where not said. */
  readonly sessionUrl?: string;
  /** The key store, as its owner and as the hub's own login; the run's where not said. */
  readonly keys?: { readonly keysUrl: string; readonly keysSessionUrl: string };
  /** The login that does what is due, likewise. */
  readonly jobsUrl?: string;
  /** The login of the watch over look-ups, likewise. */
  readonly watchUrl?: string;
  /** Null for a hub on the pull feed. */
  readonly kafka: { readonly brokers: readonly string[]; readonly username: string; readonly password: string; readonly topicPrefix: string } | null;
}

/** A hub as a process of its own, which can be killed as a crash would, and started again under the same address. */
export class HubProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'amanat-hub-'));
  #running: WatchedService | null = null;

  private constructor(private readonly settings: HubProcessSettings, private readonly port: number, private readonly operatorPort: number) {}

  static async of(settings: HubProcessSettings): Promise<HubProcess> {
    if (!existsSync(`dist/apps/${settings.app ?? 'hub'}/main.js`)) throw new Error('The hub is not compiled: `npm test` does it, or `npm run build`.');
    return new HubProcess(settings, await portLike(0), await portLike(0));
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Starts without waiting. */
  begin(): void {
    this.#running = startService(process.execPath, [`dist/apps/${this.settings.app ?? 'hub'}/main.js`], { log: this.#log, env: this.#environment() });
  }

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    this.begin();
    await eventually(async () => {
      if (!this.#running!.running()) throw new Error(`The hub ended at its start: ${this.said()}`);
      return (await this.readiness()) === 200;
    }, 30_000);
  }

  async kill(): Promise<void> {
    await this.#running?.kill();
  }

  async close(): Promise<void> {
    await this.#running?.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  running(): boolean {
    return this.#running?.running() ?? false;
  }

  /** Status of `/health/ready`; 0 when nothing answers. */
  async readiness(): Promise<number> {
    return fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(({ status }) => status, () => 0);
  }

  /** A number from the operator's `/metrics`. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.operatorPort}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1]);
  }

  /** The client of an agency, as the demonstration enrols it. */
  client(agency: string, reason: { purpose: string; legalBasis: string }): HubClient {
    const access = {
      client: agency, agency, secret: secretOf(agency), tokenUrl: `${this.url}/oauth/token`, graphqlUrl: `${this.url}/graphql`, purposes: [], legalBases: [],
    };
    return new HubClient(access, { ...reason, caseReference: 'FIR-1/2026' });
  }

  /** The end of its log, for a test that fails. */
  said(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').slice(-2_000) : 'nothing';
  }

  get #log(): string {
    return join(this.#folder, 'hub.log');
  }

  #environment(): NodeJS.ProcessEnv {
    const { databaseUrl, sessionUrl = sessionUrlOf(databaseUrl), jobsUrl = jobsUrlOf(databaseUrl), watchUrl = watchUrlOf(databaseUrl), keys = running(), kafka } = this.settings;
    return {
      PATH: process.env['PATH'], PORT: String(this.port), AMANAT_OPERATOR_PORT: String(this.operatorPort), AMANAT_HOME: this.#folder,
      DATABASE_URL: sessionUrl, DATABASE_JOBS_URL: jobsUrl, DATABASE_WATCH_URL: watchUrl, DATABASE_OWNER_URL: databaseUrl, KEYS_DATABASE_URL: keys.keysSessionUrl, KEYS_DATABASE_OWNER_URL: keys.keysUrl, DATABASE_POOL_SIZE: '6',
      ...(kafka ? { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_USERNAME: kafka.username, KAFKA_PASSWORD: kafka.password, AMANAT_TOPIC_PREFIX: kafka.topicPrefix } : {}),
    };
  }
}
