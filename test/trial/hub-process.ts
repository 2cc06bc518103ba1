import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pause, type Services, type Started } from './services.js';

/** The real hub, as a process that may be killed and started again. */
export class HubProcess {
  #running: Started | null = null;
  readonly url: string;
  /** The hub's folder: credentials, master key. */
  readonly home: string;
  /** Where CPU profiles are written when the hub ends in order; null for none. */
  readonly profiles: string | null;

  private constructor(private readonly services: Services, private readonly port: number, profile: boolean) {
    this.url = `http://localhost:${port}`;
    this.home = services.folder;
    this.profiles = profile ? join(services.folder, 'profiles') : null;
    if (this.profiles) mkdirSync(this.profiles, { recursive: true });
  }

  static async of(services: Services, profile: boolean): Promise<HubProcess> {
    return new HubProcess(services, await services.freePort(), profile);
  }

  /** Resolves when the hub is ready. */
  async start(): Promise<void> {
    const profiling = this.profiles ? ['--cpu-prof', `--cpu-prof-dir=${this.profiles}`] : [];
    this.#running = this.services.startService(process.execPath, [...profiling, '--enable-source-maps', 'dist/apps/hub/main.js'], {
      cwd: process.cwd(), log: join(this.home, 'hub.log'), env: this.#environment(),
    });
    while (!(await this.#isReady())) {
      if (!this.#running.running()) throw new Error(`The hub ended at its start; see ${join(this.home, 'hub.log')}`);
      await pause(100);
    }
  }

  async kill(): Promise<void> {
    await this.#running?.kill();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }

  get pid(): number {
    return this.#running?.pid ?? 0;
  }

  #environment(): NodeJS.ProcessEnv {
    const { broker, postgres } = this.services;
    return {
      ...process.env, PORT: String(this.port), AMANAT_OPERATOR_PORT: '0', AMANAT_QUOTA_SUBMISSIONS: '1000000', AMANAT_HOME: this.home, AMANAT_DEMO_WORLD: 'false', DATABASE_URL: postgres.sessionUrl, DATABASE_JOBS_URL: postgres.jobsUrl, DATABASE_WATCH_URL: postgres.watchUrl, DATABASE_OWNER_URL: postgres.url,
      KEYS_DATABASE_URL: postgres.keysSessionUrl, KEYS_DATABASE_OWNER_URL: postgres.keysUrl,
      KAFKA_BROKERS: broker.brokers, KAFKA_USERNAME: 'hub', KAFKA_PASSWORD: broker.users['hub'],
    };
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(3_000) })).ok;
    } catch {
      return false;
    }
  }
}
