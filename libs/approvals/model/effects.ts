import type { Caller } from '#libs/kernel';
import type { Answered } from './request.js';

/** What a subject does once a request of its procedure is agreed to, in the transaction of the answer that decides; a refusal undoes the answer as well. `Tx` is that of `libs/postgres`. */
export type Effect<Tx> = (tx: Tx, caller: Caller, answered: Answered) => Promise<void>;

/** By procedure. Each subject registers its own; what a procedure means is known to nobody else. */
export class Effects<Tx> {
  readonly #effects = new Map<string, Effect<Tx>>();

  register(procedure: string, effect: Effect<Tx>): void {
    this.#effects.set(procedure, effect);
  }

  /** Where nothing follows but that it was agreed to, nothing is done. */
  async follow(tx: Tx, caller: Caller, answered: Answered): Promise<void> {
    await this.#effects.get(answered.procedure)?.(tx, caller, answered);
  }
}
