const PATIENCE = 120_000;

/**
 * Counts what a reader has done with. Readers wait at the gate until everything of a round is on the topic,
 * so that what is timed is reading and keeping, and not how fast it was sent.
 */
export class Tally {
  #gate: Promise<void> = Promise.resolve();
  #missing = 0;
  #finished: () => void = () => undefined;

  begin(): Promise<void> {
    return this.#gate;
  }

  end(): void {
    if (--this.#missing === 0) this.#finished();
  }

  /** @returns seconds from when `send` has ended until `count` messages are kept */
  async seconds(count: number, send: () => Promise<unknown>): Promise<number> {
    this.#missing = count;
    const done = new Promise<void>((resolve) => { this.#finished = resolve; });
    let open: () => void = () => undefined;
    this.#gate = new Promise((resolve) => { open = resolve; });
    await send();
    const begun = performance.now();
    open();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${this.#missing} of ${count} messages were not kept after ${PATIENCE / 1000} s`)), PATIENCE);
    });
    await Promise.race([done, late]).finally(() => clearTimeout(timer));
    return (performance.now() - begun) / 1000;
  }
}
