import { median } from './figure.js';

/** Something that is done again and again; `turn` counts up, so that no two do the same. */
export type Work = (turn: number) => Promise<unknown>;

/** Work whose beginning is not measured: what it gives back is. */
export type Prepared = (turn: number) => () => Promise<unknown>;

export interface Plan {
  readonly rounds: number;
  /** Times each is done in a round, one after the other. */
  readonly turns: number;
  /** Times each is done before the first round, unmeasured. */
  readonly warmUp: number;
}

/**
 * Median time of one turn in milliseconds, by contestant and round. In a round the contestants take
 * turns (A B C C B A …), so that whatever disturbs the machine disturbs all of them.
 */
export function latencies<Name extends string>(contestants: Readonly<Record<Name, Work>>, plan: Plan): Promise<Record<Name, number[]>> {
  const prepared = Object.entries<Work>(contestants).map(([name, work]): [string, Prepared] => [name, (turn) => () => work(turn)]);
  return preparedLatencies(Object.fromEntries(prepared) as Record<Name, Prepared>, plan);
}

/** As `latencies`, of what is measured only once it was prepared. */
export async function preparedLatencies<Name extends string>(contestants: Readonly<Record<Name, Prepared>>, plan: Plan): Promise<Record<Name, number[]>> {
  const entries = Object.entries(contestants) as [Name, Prepared][];
  const medians = Object.fromEntries(entries.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = 0; turn < plan.warmUp; turn++) for (const [, prepare] of entries) await prepare(turn)();
  for (let round = 0; round < plan.rounds; round++) {
    const times = entries.map(() => [] as number[]);
    for (let turn = 0; turn < plan.turns; turn++) {
      // Every second turn the other way about: the first reads from memory what both need, and the second finds it near.
      const order = turn % 2 ? [...entries.entries()].reverse() : [...entries.entries()];
      for (const [place, [, prepare]] of order) times[place]!.push(await timed(prepare(round * plan.turns + turn)));
    }
    for (const [place, [name]] of entries.entries()) medians[name].push(median(times[place]!));
  }
  return medians;
}

export interface Load {
  readonly rounds: number;
  readonly milliseconds: number;
  readonly clients: number;
}

/** Turns a second with so many clients at once, by contestant and round; a round gives each the same time, one after the other. */
export async function throughputs<Name extends string>(contestants: Readonly<Record<Name, Work>>, load: Load): Promise<Record<Name, number[]>> {
  const entries = Object.entries(contestants) as [Name, Work][];
  const rates = Object.fromEntries(entries.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>;
  const turns = new Map(entries.map(([name]) => [name, 0]));
  const next = (name: Name) => {
    const turn = turns.get(name)!;
    turns.set(name, turn + 1);
    return turn;
  };
  for (const [name, work] of entries) await hammered(work, () => next(name), { ...load, milliseconds: load.milliseconds / 2 });
  for (let round = 0; round < load.rounds; round++) {
    // Every second round the other way about: what the one leaves behind must not always burden the other.
    const order = round % 2 ? [...entries].reverse() : entries;
    for (const [name, work] of order) rates[name].push(await hammered(work, () => next(name), load));
  }
  return rates;
}

async function hammered(work: Work, next: () => number, load: Load): Promise<number> {
  const begun = performance.now();
  const until = begun + load.milliseconds;
  let done = 0;
  const client = async () => {
    while (performance.now() < until) {
      await work(next());
      done++;
    }
  };
  await Promise.all(Array.from({ length: load.clients }, client));
  return (done * 1000) / (performance.now() - begun);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
