import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import pg, { type Client, type Pool } from 'pg';
import { orAway } from './away.js';
import { KEPT, Notice } from './notice.js';
import { openedTx, singleTx, type Statement, type Tx } from './tx.js';

/** The role the hub works as. It owns nothing: forced row-level security holds for it. */
export const HUB_ROLE = 'amanat_hub';

export interface DatabaseSettings {
  readonly url: string;
  /** As what it works; as the hub where not said. */
  readonly role?: string;
  readonly poolSize?: number;
  /** Bound on one statement, in milliseconds; a stuck query must not hold a connection for ever. */
  readonly statementTimeout?: number;
  readonly entities?: MixedList<string | (new () => object) | EntitySchema>;
}

/** Milliseconds that a question may wait for a connection; then it is refused and may come again. */
const LONGEST_WAIT = 5_000;

/** The hub's connections to PostgreSQL, every one of them without the owner's rights. */
export class Database {
  /** One connection for the hub's looks at itself. */
  private readonly aside: Pool;
  readonly #notice = new Notice(() => this.aside.query(`notify ${KEPT}`));

  private constructor(
    private readonly source: DataSource,
    private readonly settings: DatabaseSettings,
    private readonly options: string,
  ) {
    this.aside = new pg.Pool({ connectionString: settings.url, options, max: 1, connectionTimeoutMillis: LONGEST_WAIT });
    this.aside.on('error', () => undefined); // replaced; the next look says what is wrong
  }

  static async connect(settings: DatabaseSettings): Promise<Database> {
    const timeout = settings.statementTimeout ?? 30_000;
    const options = `-c role=${settings.role ?? HUB_ROLE} -c statement_timeout=${timeout} -c idle_in_transaction_session_timeout=${timeout} -c jit=off`;
    const source = new DataSource({
      type: 'postgres',
      url: settings.url,
      poolSize: settings.poolSize ?? 10,
      entities: settings.entities ?? [],
      extra: { options, connectionTimeoutMillis: LONGEST_WAIT },
      poolErrorHandler: () => undefined, // a broken idle connection is replaced; the next query says what is wrong
    });
    return new Database(await source.initialize(), settings, options);
  }

  /** Runs `work` in one transaction: all of it is kept, or none. @throws Refusal UNAVAILABLE, as every method here, while the database is away */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#toldOf(() => this.#inTransaction(work));
  }

  /**
   * Runs `work`, which is one statement and so a transaction by itself: kept when the statement is
   * answered, and two round trips sooner than in `transaction`.
   */
  single<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.#toldOf(() => work(singleTx(this.#pool)));
  }

  async #toldOf<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = await orAway(work);
    this.#notice.give();
    return result;
  }

  async #inTransaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    await runner.connect();
    try {
      await runner.startTransaction();
      const result = await work(openedTx(runner));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** One statement in a transaction of its own; on the hot paths that is one function call. */
  async run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return orAway(async () => (await this.#pool.query({ ...statement, values: [...values] })).rows as Row[]);
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return orAway(async () => (await this.#pool.query({ text, values: [...values] })).rows as Row[]);
  }

  /** As `run`, never waiting behind what callers ask: who takes part, and whether the ledger is sealed, must be known under any load. */
  async lookAside<Row>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return orAway(async () => (await this.aside.query({ ...statement, values: [...values] })).rows as Row[]);
  }

  /** Calls `listener` when something may have been kept, by whatever process, as long as the session lives. */
  async listen(session: Client, listener: () => void): Promise<void> {
    session.on('notification', ({ channel }) => { if (channel === KEPT) listener(); });
    await session.query(`listen ${KEPT}`);
  }

  /** A connection beside the pool, for LISTEN and session-long advisory locks; whoever asked for it ends it. */
  async session(): Promise<Client> {
    const session = new pg.Client({ connectionString: this.settings.url, options: this.options });
    session.on('error', () => undefined); // the next query says so; unheard, it would end the process
    await session.connect();
    return session;
  }

  /**
   * A session that owns the tables, or may become whoever does, is held to no row-level security it could not lift.
   * @throws Error that says what to do
   */
  async refuseOwner(): Promise<void> {
    const [login] = await this.query<{ strong: boolean }>(`select r.rolsuper or r.rolbypassrls or r.rolcreaterole
      or pg_has_role(session_user, d.datdba, 'member') or exists (select from pg_roles o where o.rolname like 'amanat\\_%'
        and o.rolname not in ($1, session_user) and pg_has_role(session_user, o.oid, 'member')) as strong
      from pg_roles r, pg_database d where r.rolname = session_user and d.datname = current_database()`, [HUB_ROLE]);
    if (login?.strong) throw new Error('DATABASE_URL and KEYS_DATABASE_URL must be logins that own nothing: give the owner\'s in DATABASE_OWNER_URL and KEYS_DATABASE_OWNER_URL, or AMANAT_ONE_LOGIN=true for a trial');
  }

  async close(): Promise<void> {
    if (!this.aside.ending) await this.aside.end();
    if (this.source.isInitialized) await this.source.destroy();
  }

  get #pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}
