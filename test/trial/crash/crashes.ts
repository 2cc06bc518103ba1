import type pg from 'pg';
import type { Importer } from '../hand-in.js';
import type { HubProcess } from '../hub-process.js';
import { pause, say, type Broker } from '../services.js';

interface Victims {
  readonly hub: HubProcess;
  readonly broker: Broker;
  readonly importers: readonly Importer[];
}

const KILLS = ['hub', 'hub', 'broker', 'hub', 'importer', 'hub', 'broker', 'hub'] as const;

/** `kill -9` at random places between the fifth and the ninetieth hundredth of the import, each victim started again. */
export class Crashes {
  readonly done: Record<string, number> = { hub: 0, broker: 0, importer: 0 };

  constructor(private readonly admin: pg.Client, private readonly victims: Victims, private readonly chance: () => number) {}

  /** Ends when all have been killed, or the import is over before. */
  async go(rows: number, over: () => boolean): Promise<void> {
    const places = KILLS.map(() => rows * (0.05 + 0.85 * this.chance())).sort((one, other) => one - other);
    const order = KILLS.map((victim) => ({ victim, at: this.chance() })).sort((one, other) => one.at - other.at);
    for (const [index, place] of places.entries()) {
      while ((await this.#records()) < place && !over()) await pause(50);
      if (over()) return;
      await pause(this.chance() * 300);
      await this.#kill(order[index]!.victim);
    }
  }

  async #kill(victim: (typeof KILLS)[number]): Promise<void> {
    say(`kill -9 of the ${victim} after ${await this.#records()} records`);
    this.done[victim]! += 1;
    if (victim === 'importer') return this.victims.importers.find((one) => one.running)?.kill();
    const { hub, broker } = this.victims;
    if (victim === 'hub') {
      await hub.kill();
      await hub.start();
    } else {
      await broker.kill();
      await pause(1_000 + this.chance() * 2_000);
      await broker.start();
    }
    say(`the ${victim} is back`);
  }

  async #records(): Promise<number> {
    return (await this.admin.query<{ count: number }>('select count(*)::int as count from records.record')).rows[0]!.count;
  }
}

/** The same places for the same seed (a linear congruential generator, Numerical Recipes). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
