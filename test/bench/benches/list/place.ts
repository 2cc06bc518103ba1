import { cursorOf } from '#libs/records';
import { Chance } from '../../world/chance.js';
import type { KeptWorld } from '../../world/kept-world.js';
import { worldId } from '../../world/world-source.js';

export const PAGE = 50;
/** How much longer than the biggest agency's a rare or an empty agency's page may take. */
export const TARGET = 1.3;

/** As many as are asked for before the first round: what is read lies in memory then, in the small world and in the great one. */
export const PLACES = 100;

/** A cursor somewhere in the list, where even the rare agency has a page's worth left; one of so many places, in turn. */
export function anywhere(world: KeptWorld, turn: number, places = PLACES): string {
  const oldest = world.rare * PAGE * 1.1;
  return cursorOf({ id: worldId(Math.floor(oldest + new Chance(turn % places).next() * (world.records - oldest))) });
}
