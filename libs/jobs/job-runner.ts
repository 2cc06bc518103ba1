import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Milliseconds until a runner is begun, and begun anew where it ended: PostgreSQL was away. */
const AGAIN = 1_000;
/** Milliseconds between two looks for what is due; what is put for now is told of at once. */
const POLL = 1_000;
/** Milliseconds between two looks for what a runner that died had in hand. */
const RELEASE = 30_000;

/**
 * Does what is due: each job is a function of SQL, called with an id. Any number of runners may work at the same
 * jobs, each job is one's alone; one that fails is tried again, later each time. It logs in as nobody but the runner
 * of jobs (`amanat_jobs`), who reads no record and no other table.
 */
export class JobRunner {
  readonly #end = new AbortController();
  #life: Promise<void> | null = null;
  /** Jobs done since the start of this process. */
  done = 0;

  /** @param functions those that a job may name, such as `approvals.attend` */
  constructor(
    private readonly url: string,
    private readonly functions: readonly string[],
  ) {}

  /** @param failed told of what went wrong; it is tried again */
  start(failed: (error: unknown) => void): void {
    this.#life ??= this.#live(failed);
  }

  /** The job in hand is finished. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#life;
  }

  async #live(failed: (error: unknown) => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      await pause(AGAIN, undefined, { signal }).catch(() => undefined); // at the start, too: whoever waits for the hub to answer goes first
      if (!signal.aborted) await this.#run(failed).catch(failed);
    }
  }

  async #run(failed: (error: unknown) => void): Promise<void> {
    const { Logger, run } = await import('graphile-worker'); // long after the start: it takes a tenth of a second
    const pool = new pg.Pool({ connectionString: this.url, max: 4, options: '-c role=amanat_jobs -c statement_timeout=30000 -c jit=off' });
    pool.on('error', () => undefined); // replaced; the next job says what is wrong
    const release = setInterval(() => void pool.query('select jobs.release()').catch(() => undefined), RELEASE);
    try {
      const logger = new Logger(() => () => undefined); // it would name jobs in a form that is not the log's
      const runner = await run({ pgPool: pool, taskList: this.#tasks(pool, failed), concurrency: 1, pollInterval: POLL, noHandleSignals: true, parsedCronItems: [], logger });
      const stop = () => void runner.stop().catch(() => undefined);
      if (this.#end.signal.aborted) stop();
      this.#end.signal.addEventListener('abort', stop, { once: true });
      await runner.promise.finally(() => this.#end.signal.removeEventListener('abort', stop));
    } finally {
      clearInterval(release);
      await pool.end();
    }
  }

  #tasks(pool: pg.Pool, failed: (error: unknown) => void) {
    return Object.fromEntries(this.functions.map((name) => [name, async (payload: unknown) => {
      try {
        await pool.query(`select ${name}($1)`, [(payload as { id: string }).id]);
        this.done += 1;
      } catch (error) {
        failed(error);
        throw error; // the library keeps it for another time
      }
    }]));
  }
}
