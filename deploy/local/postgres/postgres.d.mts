import type { Service } from '../service.mjs';

export interface RunningPostgres extends Service {
  /** The database `amanat`, as its owner. */
  readonly url: string;
  /** The hub's own login, which owns nothing; made when the database is brought up. */
  readonly sessionUrl: string;
  /** The key store, as its owner. */
  readonly keysUrl: string;
  /** The same as the hub's own login. */
  readonly keysSessionUrl: string;
  /** The login that does what is due, likewise. */
  readonly jobsUrl: string;
  /** The login of the watch over look-ups, likewise. */
  readonly watchUrl: string;
  /** The superuser's. */
  readonly adminUrl: string;
}

export function startPostgres(
  folder: string,
  options?: { durable?: boolean; settings?: readonly string[] },
): Promise<RunningPostgres>;
