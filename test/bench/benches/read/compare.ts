import { isDeepStrictEqual } from 'node:util';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { throughputs } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import type { Contestant } from './contestants.js';

export const CLIENTS = 8;
const MILLISECONDS = 2_000;

/** The hub and its yardsticks, by name; `hub` is measured against each of the others. */
export type Contestants = Readonly<Record<string, Contestant>>;

export interface Comparison {
  readonly bench: string;
  /** What is asked for in this turn: another place each time. */
  readonly idOf: (turn: number) => string;
  /** Cases in every answer. */
  readonly cases: number;
  readonly rounds: number;
  /** The least share of a yardstick's requests a second, by its name. */
  readonly least: Readonly<Record<string, number>>;
}

export async function compareReads(contestants: Contestants, comparison: Comparison): Promise<Figure[]> {
  await checkAnswers(contestants, comparison);
  const { bench, idOf, rounds, least } = comparison;
  say(`measuring ${bench}: ${Object.keys(contestants).join(', ')}`);
  const works = Object.fromEntries(Object.entries(contestants).map(([name, contestant]) => [name, (turn: number) => contestant.ask(idOf(turn))]));
  const rates = await throughputs(works, { rounds, milliseconds: MILLISECONDS, clients: CLIENTS });
  const own = rates['hub']!;
  return Object.entries(rates).filter(([name]) => name !== 'hub').map(([name, series]) => ({
    bench, yardstick: name, ...compared(own, series), of: 'throughput', ...(least[name] === undefined ? {} : { least: least[name] }),
    hubPerSecond: rounded(median(own)), yardstickPerSecond: rounded(median(series)), clients: CLIENTS,
  }));
}

async function checkAnswers(contestants: Contestants, { idOf, cases }: Comparison): Promise<void> {
  for (const turn of [0, 1, 2, 3]) {
    const id = idOf(turn);
    const expected = contestants['hub']!.read(await contestants['hub']!.ask(id));
    if (expected.length !== cases) throw new Error(`the hub gives ${expected.length} cases`);
    for (const [name, contestant] of Object.entries(contestants)) {
      if (!isDeepStrictEqual(contestant.read(await contestant.ask(id)), expected)) throw new Error(`${name} does not give what the hub gives`);
    }
  }
}
