import { setTimeout as pause } from 'node:timers/promises';

/** What a process does again and again without being asked, each turn after the last has ended. */
export class Recurring {
  readonly #end = new AbortController();
  #life: Promise<void> | null = null;

  /** @param every milliseconds between two turns; @param turn is told when it is to end early */
  constructor(private readonly every: number, private readonly turn: (signal: AbortSignal) => Promise<void>) {}

  /** @param failed told of what went wrong; it is tried again at the next turn */
  start(failed: (error: unknown) => void): void {
    this.#life ??= this.#live(failed);
  }

  /** What is under way is finished. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#life;
  }

  async #live(failed: (error: unknown) => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        await this.turn(signal);
      } catch (error) {
        failed(error);
      }
      await pause(this.every, undefined, { signal }).catch(() => undefined);
    }
  }
}
