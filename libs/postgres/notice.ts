/** Channel of `listen`. */
export const KEPT = 'amanat_kept';
/** Milliseconds. */
const MOMENT = 10;

/**
 * Tells whoever listens, in this process or another, that something was kept. It is given after the commit and
 * beside it: a notification that is part of a transaction takes a lock that all writers share until they are
 * durable (D-024). Of many within a moment the first and the last are told of. One may be lost: whoever listens also looks by itself.
 */
export class Notice {
  #resting = false;
  #due = false;

  constructor(private readonly send: () => Promise<unknown>) {}

  give(): void {
    if (this.#resting) {
      this.#due = true;
      return;
    }
    this.#resting = true;
    void this.send().catch(() => undefined);
    setTimeout(() => this.#rested(), MOMENT).unref();
  }

  #rested(): void {
    this.#resting = false;
    if (!this.#due) return;
    this.#due = false;
    this.give();
  }
}
