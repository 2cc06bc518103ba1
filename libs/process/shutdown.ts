import { faultOf, log } from './log.js';

interface Closing {
  readonly name: string;
  readonly close: () => unknown;
}

/** Ends a process in order: what was opened last is closed first. */
export class Shutdown {
  readonly #closings: Closing[] = [];
  #ending: Promise<void> | null = null;

  /** `limit` = seconds that all closings together may take; then the process ends regardless. */
  constructor(private readonly limit: number, private readonly exit: (code: number) => void = process.exit.bind(process)) {}

  onEnd(name: string, close: () => unknown): void {
    this.#closings.push({ name, close });
  }

  /** Ends at SIGINT and SIGTERM with code 0; a second signal ends at once. */
  listen(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (this.#ending) this.exit(130);
        else void this.end(0);
      });
    }
  }

  /** Closes everything, then exits with `code`, or with 1 when something did not close. */
  end(code: number): Promise<void> {
    return (this.#ending ??= this.#closeAll(code));
  }

  async #closeAll(code: number): Promise<void> {
    const timer = setTimeout(() => {
      log('error', 'shutdown-late', { limit: this.limit });
      this.exit(1);
    }, this.limit * 1000);
    let result = code;
    for (const { name, close } of [...this.#closings].reverse()) {
      try {
        await close();
      } catch (error) {
        log('error', 'shutdown-failed', { part: name, ...faultOf(error) });
        result ||= 1;
      }
    }
    clearTimeout(timer);
    this.exit(result);
  }
}
