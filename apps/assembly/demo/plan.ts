import type { Handed } from './demo-door.js';
import { laidOver, type Ground, type Tree } from './ground.js';
import { grow } from './grow.js';
import type { Pattern } from './read-demo-world.js';

/** A record of the demo world and what becomes of it. */
export interface Planned extends Handed {
  readonly amended: Handed | null;
  /** Why it is taken back, where it is. */
  readonly withdrawn: string | null;
  readonly acknowledgedBy: readonly string[];
}

export function planned(pattern: Pattern, ground: Ground): Planned[] {
  return Array.from({ length: pattern.count }, (_, index) => plan(pattern, ground, index + 1));
}

function plan({ agency, kind, document: template, ...fate }: Pattern, ground: Ground, place: number): Planned {
  const document = grow(template, ground) as Tree;
  const reference = String((document['envelope'] as Tree)['reference']);
  const handed = { agency, kind, reference, document };
  const falls = (every?: number) => every !== undefined && place % every === 0;
  return {
    ...handed,
    amended: falls(fate.amend?.every) ? { ...handed, document: laidOver(document, grow(fate.amend!.with, ground)) } : null,
    withdrawn: falls(fate.withdraw?.every) ? fate.withdraw!.reason : null,
    acknowledgedBy: place % 2 === 1 ? fate.acknowledgedBy ?? [] : [],
  };
}
