import { leafHash, type Hash } from '../merkle/hashes.js';
import { finding, type Finding } from './finding.js';

/** The place of a line, with what was sealed there and what is there now; null where there is nothing. */
export interface Difference {
  readonly place: string;
  readonly sealed: string | null;
  readonly given: string | null;
}

export interface Differences {
  readonly findings: readonly Finding[];
  readonly open: readonly Difference[];
}

const NONE: Differences = { findings: [], open: [] };

/** How the lines of a tile differ from what was sealed; what is `open` depends on the other tiles. `first`: index of the tile's first line. */
export function differences(sealed: readonly Hash[], lines: readonly string[], period: string, first: number): Differences {
  const given = lines.map((line) => leafHash(line));
  if (given.length === sealed.length && given.every((hash, place) => hash.equals(sealed[place]!))) return NONE;
  return align(sealed.map(key), given.map(key), (place) => `line ${first + place} of ${period}`);
}

const key = (hash: Hash) => hash.toString('base64');

/** Follows the given lines through the sealed ones; a strange line where the next sealed one is missing stands in its place. */
function align(sealed: readonly string[], given: readonly string[], name: (place: number) => string): Differences {
  const places = new Map(sealed.map((hash, place) => [hash, place]));
  const missing = new Set(sealed.keys());
  for (const hash of given) missing.delete(places.get(hash) ?? -1);
  const findings: Finding[] = [];
  const open: Difference[] = [];
  let last = -1;
  for (const hash of given) {
    const place = places.get(hash);
    if (place === undefined && missing.delete(last + 1)) {
      last += 1;
      open.push({ place: name(last), sealed: sealed[last]!, given: hash });
    } else if (place === undefined) open.push({ place: `a line after ${name(last)}`, sealed: null, given: hash });
    else if (place < last) findings.push(finding('LINE_REORDERED', name(place), 'The line stands later than it was sealed.'));
    else last = place;
  }
  return { findings, open: [...open, ...[...missing].map((place) => ({ place: name(place), sealed: sealed[place]!, given: null }))] };
}

/** Names each difference, now that it is known whether a line stands elsewhere in its period. */
export function named(open: readonly Difference[]): Finding[] {
  const given = new Set(open.map((each) => each.given));
  const sealed = new Set(open.map((each) => each.sealed));
  return open.flatMap((each) => {
    const moved = (each.sealed !== null && given.has(each.sealed)) || (each.given !== null && sealed.has(each.given));
    if (each.sealed === null) return moved ? [] : [finding('LINE_ADDED', each.place, 'There is a line that was never sealed.')];
    if (moved) return [finding('LINE_REORDERED', each.place, 'The lines of this place and another were exchanged or moved.')];
    if (each.given === null) return [finding('LINE_REMOVED', each.place, 'The line was sealed and is missing.')];
    return [finding('LINE_EDITED', each.place, 'The line is not what it was when it was sealed.')];
  });
}
