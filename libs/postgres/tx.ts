import type { QueryRunner } from 'typeorm';
import type { Pool, PoolClient } from 'pg';

/**
 * A named statement is parsed and planned once per connection (0.2 ms saved on the hot paths).
 * `name` must change when `text` does.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const OPENED = Symbol('opened by Database');

interface Connection {
  /** The connection the transaction is on. @throws TypeError where a single statement was promised and another follows */
  client(): Promise<PoolClient | Pool>;
  readonly runner: QueryRunner | null;
}

/**
 * An open transaction. Stores take one as their first argument and own no connection, so that
 * nothing can be written outside a transaction; only `Database` makes one.
 */
export class Tx {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @internal for `Database` alone: the symbol is not exported from the room. */
  static [OPENED](connection: Connection): Tx {
    return new Tx(connection);
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.#connection.client();
    return (await client.query({ text, values: [...values] })).rows as Row[];
  }

  async run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const client = await this.#connection.client();
    return (await client.query({ ...statement, values: [...values] })).rows as Row[];
  }

  /** TypeORM's own view of this transaction, for entities off the hot paths. */
  get entities() {
    if (!this.#connection.runner) throw new TypeError('a single statement has no entities');
    return this.#connection.runner.manager;
  }
}

export function openedTx(runner: QueryRunner): Tx {
  return Tx[OPENED]({ runner, client: () => runner.connect() as Promise<PoolClient> });
}

/** For one statement, which is a transaction by itself. */
export function singleTx(pool: Pool): Tx {
  let used = false;
  const client = async () => {
    if (used) throw new TypeError('a single statement was promised');
    used = true;
    return pool;
  };
  return Tx[OPENED]({ runner: null, client });
}
