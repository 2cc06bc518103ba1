interface RunningServices {
  /** The database of the owner, who may create databases for himself through `adminUrl` only. */
  readonly url: string;
  readonly adminUrl: string;
  /** The hub's own login, which owns nothing. */
  readonly sessionUrl: string;
  /** One key store for all of the run, as its owner and as the hub's own login. */
  readonly keysUrl: string;
  readonly keysSessionUrl: string;
  /** The login that does what is due, likewise. */
  readonly jobsUrl: string;
  /** The login of the watch over look-ups, likewise. */
  readonly watchUrl: string;
  readonly brokers: string;
  /** Name of a broker user to its password: `hub` and every demo agency. */
  readonly users: Readonly<Record<string, string>>;
  /** The folder of the broker's jars, for a test that starts a broker of its own. */
  readonly jars: string;
}

/** What `start.mjs` started for this run. */
export function running(): RunningServices {
  const text = process.env['AMANAT_TEST_SERVICES'];
  if (!text) throw new Error('no services: a test that needs them lies under test/');
  return JSON.parse(text) as RunningServices;
}
