export interface Service {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
  /** Asks it to end, and makes it after `graceMs` (20 s). */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL: the crash that a test wants. */
  kill(): Promise<void>;
}
