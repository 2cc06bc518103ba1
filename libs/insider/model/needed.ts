import type { KeptMemories } from './kept-memories.js';
import type { WatchedLine } from './line.js';
import type { OfficerMemory } from './memory.js';

/** Keys of the memories that these lines may touch. */
export function neededFirst(lines: readonly WatchedLine[]): Readonly<Record<'officer' | 'reference' | 'record' | 'peers', Set<string>>> {
  const needed = { officer: new Set<string>(), reference: new Set<string>(), record: new Set<string>(), peers: new Set(['']) };
  for (const { officer, caseReference, action, records } of lines) {
    if (officer === null || caseReference === null) continue;
    needed.officer.add(officer);
    needed.reference.add(caseReference);
    // A list says what was newest, not what somebody looked for.
    if (action !== 'list') for (const id of records) needed.record.add(id);
  }
  return needed;
}

/** Cases of others of which the officers at hand have looked records up: how busy they were. */
export function neededThen({ kept }: KeptMemories): string[] {
  const officers = [...kept.officer.values()] as OfficerMemory[];
  const homes = [...kept.record.values()].flatMap((record) => Object.keys((record as { votes: Record<string, number> }).votes));
  return [...officers.flatMap(({ others }) => others.map(({ home }) => home)), ...homes];
}
