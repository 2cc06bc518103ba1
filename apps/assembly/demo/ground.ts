import type { Chance } from './chance.js';

export type Tree = { readonly [key: string]: unknown };

/** What documents of the demo world grow from. */
export interface Ground {
  readonly chance: Chance;
  /** The day of loading: all dates are told from it, so that nothing is due for erasure on the day. */
  readonly now: Date;
  /** `places.origin`, `texts.dunki` …: what `$pick` may name. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  readonly fragments: Tree;
  readonly people: People;
  /** The id of a record that the agency handed in before, for an alert about it. */
  about(agency: string, kind: string): string | undefined;
  /** 1, 2, 3 … for each prefix. */
  serial(prefix: string): number;
}

type Name = readonly [urdu: string, roman: string];

export interface People {
  readonly women: readonly Name[];
  readonly men: readonly Name[];
  readonly families: readonly Name[];
  readonly elsewhere: { readonly women: readonly string[]; readonly men: readonly string[] };
}

const DAY = 86_400_000;

export function dayFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `over` laid upon `under`: objects are merged, items of lists by their `ref`, everything else is replaced. */
export function laidOver(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && isReferenced(over)) {
    const changes = new Map(over.map((item) => [item['ref'], item]));
    return under.map((item) => laidOver(item, changes.get((item as Tree)['ref'])));
  }
  if (!isPlain(under) || !isPlain(over)) return over === undefined ? under : over;
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) merged[key] = laidOver(merged[key], value);
  return merged;
}

/** What chance decides is not merged with anything; `$also` only adds what is not said. */
const isPlain = (value: unknown): value is Tree => isTree(value) && !Object.keys(value).some((key) => key.startsWith('$') && key !== '$also');

function isReferenced(value: unknown): value is readonly Tree[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isTree(item) && typeof item['ref'] === 'string');
}
