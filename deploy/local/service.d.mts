export interface Service {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Asks it to end, and makes it after `graceMs` (20 s). */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL: the crash that a test wants. */
  kill(): Promise<void>;
}

export interface WatchedService extends Service {
  running(): boolean;
}

/** Its output goes to the file `log`. A process of its own group, ended also when the starter is killed outright. */
export function startService(
  command: string,
  args: readonly string[],
  options?: { log?: string; cwd?: string; env?: NodeJS.ProcessEnv; signal?: NodeJS.Signals },
): WatchedService;
