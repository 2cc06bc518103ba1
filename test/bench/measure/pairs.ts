import { Chance } from '../world/chance.js';
import { median, rounded, type Figure } from './figure.js';
import type { Plan, Work } from './rounds.js';

/** Two ways of asking that must take the same time. */
export interface Pair {
  readonly hidden: Work;
  readonly absent: Work;
}

interface Times {
  readonly hidden: number[];
  readonly absent: number[];
}

const RESAMPLES = 1_000;

/**
 * Milliseconds of every turn. A turn does each pair once; the order of the pairs, and of the two of a
 * pair, is drawn anew each turn, so that nothing that recurs on the machine falls on one of them alone.
 */
export async function pairedTimes<Name extends string>(pairs: Readonly<Record<Name, Pair>>, plan: Plan): Promise<Record<Name, Times>> {
  const names = Object.keys(pairs) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, { hidden: [], absent: [] }])) as unknown as Record<Name, Times>;
  const chance = new Chance(Date.now());
  const total = plan.rounds * plan.turns;
  for (let turn = -plan.warmUp; turn < total; turn++) {
    for (const name of shuffled(names, chance)) {
      for (const which of shuffled(['hidden', 'absent'] as const, chance)) {
        const begun = performance.now();
        await pairs[name][which](turn + plan.warmUp);
        if (turn >= 0) times[name][which].push(performance.now() - begun);
      }
    }
  }
  return times;
}

/** Ratio of the medians, hidden to absent, with its 95 % confidence interval by bootstrap as `spread`. */
export function ratioOf({ hidden, absent }: Times): Pick<Figure, 'ratio' | 'spread' | 'rounds'> {
  const chance = new Chance(hidden.length);
  const again = (values: readonly number[]) => median(values.map(() => chance.one(values)));
  const ratios = Array.from({ length: RESAMPLES }, () => again(hidden) / again(absent)).sort((a, b) => a - b);
  const at = (share: number) => rounded(ratios[Math.floor(share * RESAMPLES)]!);
  return { ratio: rounded(median(hidden) / median(absent)), spread: [at(0.025), at(0.975)], rounds: hidden.length };
}

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  const left = [...items];
  return items.map(() => left.splice(chance.below(left.length), 1)[0]!);
}
