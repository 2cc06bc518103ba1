import type { Caller } from '#libs/kernel';
import type { Answered } from './request.js';

/** What a subject does, in the transaction of the answer that decides or that takes back; a refusal undoes the answer as well. `Tx` is that of `libs/postgres`. */
export type Effect<Tx> = (tx: Tx, caller: Caller, answered: Answered) => Promise<void>;

interface Consequence<Tx> {
  readonly follow: Effect<Tx>;
  readonly undo?: Effect<Tx>;
}

/** By procedure. Each subject registers its own; what a procedure means is known to nobody else. */
export class Effects<Tx> {
  readonly #effects = new Map<string, Consequence<Tx>>();

  /** @param undo what ends it, where it can be taken back */
  register(procedure: string, follow: Effect<Tx>, undo?: Effect<Tx>): void {
    this.#effects.set(procedure, { follow, ...(undo ? { undo } : {}) });
  }

  /** Where nothing follows but that it was agreed to, nothing is done. */
  async follow(tx: Tx, caller: Caller, answered: Answered): Promise<void> {
    await this.#effects.get(answered.procedure)?.follow(tx, caller, answered);
  }

  /** @returns whether what follows from this procedure can be undone */
  async undo(tx: Tx, caller: Caller, answered: Answered): Promise<boolean> {
    const undo = this.#effects.get(answered.procedure)?.undo;
    await undo?.(tx, caller, answered);
    return undo !== undefined;
  }
}
