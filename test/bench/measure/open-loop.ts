import { Chance } from '../world/chance.js';

export interface Arrivals {
  readonly perSecond: number;
  readonly seconds: number;
  /** Another seed, another sequence of gaps. */
  readonly seed: number;
}

/**
 * Calls `arrive` when each arrival is due, whatever became of those before (Poisson arrivals): what has to
 * wait waits on the clock, and nothing that is slow makes its successors come later. `due` is on the
 * clock of `performance.now`; time is to be counted from it. Resolves after the last arrival.
 */
export async function openLoop({ perSecond, seconds, seed }: Arrivals, arrive: (turn: number, due: number) => void): Promise<void> {
  const chance = new Chance(seed);
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let due = begun;
  for (let turn = 0; ; turn++) {
    due += (-Math.log(1 - chance.next()) * 1_000) / perSecond;
    if (due >= end) return;
    while (performance.now() < due) await (due - performance.now() > 2 ? later() : soon());
    if (turn % 64 === 63) await soon(); // behind the clock, answers must still be taken in
    arrive(turn, due);
  }
}

const later = () => new Promise((resolve) => setTimeout(resolve, 1));
const soon = () => new Promise((resolve) => setImmediate(resolve));
