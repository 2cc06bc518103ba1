/** A process that the trial started. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<unknown>;
  running(): boolean;
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface Broker {
  /** `host:port`, unchanged by a restart. */
  readonly brokers: string;
  readonly users: Readonly<Record<string, string>>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** What `services.mjs` opens for one trial. */
export interface Services {
  readonly folder: string;
  /** `adminUrl` is the superuser's, who alone sees the tables past row-level security. */
  readonly postgres: { readonly url: string; readonly sessionUrl: string; readonly jobsUrl: string; readonly watchUrl: string; readonly keysUrl: string; readonly keysSessionUrl: string; readonly adminUrl: string; readonly pid: number };
  readonly broker: Broker;
  startService(command: string, args: readonly string[], options: { log?: string; cwd?: string; env?: NodeJS.ProcessEnv }): Started;
  freePort(): Promise<number>;
  close(): Promise<void>;
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
