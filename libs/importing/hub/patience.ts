import { Away } from './away.js';

/** Tells a person that the hub is away, when it is tried again and how long that goes on; all in seconds. */
export type Waiting = (reason: string, next: number, left: number) => void;

/** The hub stayed away for as long as one was willing to wait. */
export class GaveUp extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'GaveUp';
  }
}

const FIRST = 0.5;
const LONGEST = 15;

/** Tries again, ever more rarely, while the hub is away: for so many seconds since it was last there. */
export class Patience {
  #lastThere = Date.now();
  #toldAt = 0;

  constructor(private readonly seconds: number, private readonly waiting: Waiting, private readonly stopped: AbortSignal) {}

  /** @throws GaveUp; whatever else the work throws */
  async with<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let pause = FIRST; ; pause = Math.min(pause * 2, LONGEST)) {
      const started = Date.now();
      try {
        const result = await work();
        this.#lastThere = Date.now();
        return result;
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        await this.#wait(error.message, pause, Math.min(started, Date.now()));
      }
    }
  }

  async #wait(reason: string, pause: number, now: number): Promise<void> {
    const left = this.seconds - (now - this.#lastThere) / 1000;
    if (left <= 0 || this.stopped.aborted) throw new GaveUp(reason);
    const next = Math.min(pause * (0.75 + Math.random() / 2), Math.max(left, 0.1));
    if (now - this.#toldAt > 1000) {
      this.#toldAt = now;
      this.waiting(reason, next, left);
    }
    await new Promise<void>((resume) => {
      const done = () => { clearTimeout(timer); this.stopped.removeEventListener('abort', done); resume(); };
      const timer = setTimeout(done, next * 1000);
      this.stopped.addEventListener('abort', done);
    });
  }
}
