import type { QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';

/**
 * A named statement is parsed and planned once per connection (0.2 ms saved on the hot paths).
 * `name` must change when `text` does.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const OPENED = Symbol('opened by Database.transaction');

/**
 * An open transaction. Stores take one as their first argument and own no connection, so that
 * nothing can be written outside a transaction; only `Database.transaction` makes one.
 */
export class Tx {
  readonly #runner: QueryRunner;

  private constructor(runner: QueryRunner) {
    this.#runner = runner;
  }

  /** @internal for `Database` alone: the symbol is not exported from the room. */
  static [OPENED](runner: QueryRunner): Tx {
    return new Tx(runner);
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.#client();
    return (await client.query({ text, values: [...values] })).rows as Row[];
  }

  async run<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const client = await this.#client();
    return (await client.query({ ...statement, values: [...values] })).rows as Row[];
  }

  /** TypeORM's own view of this transaction, for entities off the hot paths. */
  get entities() {
    return this.#runner.manager;
  }

  #client(): Promise<PoolClient> {
    return this.#runner.connect() as Promise<PoolClient>;
  }
}

export function openedTx(runner: QueryRunner): Tx {
  return Tx[OPENED](runner);
}
