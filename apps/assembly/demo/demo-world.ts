import { log } from '#libs/process';
import { Chance } from './chance.js';
import { DemoDoor } from './demo-door.js';
import type { Ground } from './ground.js';
import { planned, type Planned } from './plan.js';
import { readDemoWorld, type DemoWorld } from './read-demo-world.js';
import type { House } from '../house.js';

const SEED = 20_230_614;
const AT_ONCE = 8;

/** Ids of the records handed in so far, by agency and kind. */
type Known = Map<string, string[]>;

/**
 * Hands the invented records of all agencies in, through the door that everyone uses. A second start
 * finds the last of them there and hands nothing in; after an interrupted one the rest follows.
 * @returns how many records were not there before
 */
export async function loadDemoWorld(house: House): Promise<{ loaded: number }> {
  const world = await readDemoWorld();
  const door = new DemoDoor(house);
  const now = house.keeping.source.clock.now();
  const [end] = plansOf(world, ['alert'], groundOf(world, now, new Map())).slice(-1);
  if (await door.idOf(end!.agency, end!.kind, end!.reference)) return { loaded: 0 };
  log('info', 'demo-world', { records: world.patterns.reduce((sum, { count }) => sum + count, 0) });

  const start = performance.now();
  const known: Known = new Map();
  const ground = groundOf(world, now, known);
  const records = ground.chance.shuffled(plansOf(world, ['case', 'incident'], ground));
  let loaded = await handIn(door, records, known);
  const alerts = plansOf(world, ['alert'], ground);
  loaded += await handIn(door, alerts.slice(0, -1), known);
  loaded += await handIn(door, alerts.slice(-1), known); // last of all: where it stands, everything does
  log('info', 'demo-world-loaded', { loaded, milliseconds: Math.round(performance.now() - start) });
  return { loaded };
}

function plansOf(world: DemoWorld, kinds: readonly string[], ground: Ground): Planned[] {
  return world.patterns.filter(({ kind }) => kinds.includes(kind)).flatMap((pattern) => planned(pattern, ground));
}

function groundOf({ people, tables, fragments }: DemoWorld, now: Date, known: Known): Ground {
  const chance = new Chance(SEED);
  const serials = new Map<string, number>();
  return {
    people, tables, fragments, chance, now,
    about: (agency, kind) => {
      const ids = known.get(`${agency}/${kind}`) ?? [];
      return ids.length === 0 ? undefined : chance.pick(ids);
    },
    serial: (prefix) => {
      serials.set(prefix, (serials.get(prefix) ?? 0) + 1);
      return serials.get(prefix)!;
    },
  };
}

/** @returns how many were not there before */
async function handIn(door: DemoDoor, plans: readonly Planned[], known: Known): Promise<number> {
  const waiting = [...plans];
  let loaded = 0;
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { id, fresh } = await door.submit(next);
      if (fresh) loaded += 1;
      if (id) await meetsItsFate(door, next, id, known);
    }
  };
  const stop = (error: unknown) => {
    waiting.length = 0; // the other lanes finish what they hold and take nothing more
    throw error;
  };
  const lanes = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => lane().catch(stop)));
  const failed = lanes.find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
  return loaded;
}

async function meetsItsFate(door: DemoDoor, { amended, withdrawn, acknowledgedBy, ...handed }: Planned, id: string, known: Known): Promise<void> {
  if (amended) await door.amend(amended, id);
  for (const agency of acknowledgedBy) await door.acknowledge(agency, handed.reference, id);
  if (withdrawn) return door.withdraw(handed, id, withdrawn);
  const key = `${handed.agency}/${handed.kind}`;
  known.set(key, [...(known.get(key) ?? []), id]);
}
