import type { FlattenNodePathSegment, RequiresSelection } from '../planning/query-plan.js';
import type { Json } from './json-tree.js';

export type Satisfies = (typename: string, condition: string) => boolean;

/** A place in the answer, linked to its parent: paths are written out only where an error needs one. */
export interface Place {
  readonly parent: Place | null;
  readonly key: string | number;
}

export interface Target {
  readonly object: Json;
  readonly place: Place | null;
}

export function pathOf(place: Place | null): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each = place; each; each = each.parent) path.push(each.key);
  return path.reverse();
}

/** The objects of the answer that a step of the plan is about. */
export function targetsAt(root: unknown, path: readonly FlattenNodePathSegment[], satisfies: Satisfies): Target[] {
  const found: Target[] = [];
  collect(root, path, 0, null, satisfies, found);
  return found;
}

function collect(
  value: unknown, path: readonly FlattenNodePathSegment[], depth: number, place: Place | null,
  satisfies: Satisfies, found: Target[],
): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth;
    value.forEach((item, index) => collect(item, path, next, { parent: place, key: index }, satisfies, found));
    return;
  }
  const segment = path[depth];
  if (segment === undefined) found.push({ object: value as Json, place });
  else if (segment === '@') collect(value, path, depth + 1, place, satisfies, found);
  else if ('Field' in segment) {
    collect((value as Json)[segment.Field], path, depth + 1, { parent: place, key: segment.Field }, satisfies, found);
  } else {
    const typename = (value as Json)['__typename'];
    if (typeof typename === 'string' && segment.TypeCondition.some((name) => satisfies(typename, name))) {
      collect(value, path, depth + 1, place, satisfies, found);
    }
  }
}

/**
 * What a subgraph must be told to find the entity again: its type, key and required fields.
 * Null when the object lacks one of them; then there is nothing to ask.
 */
export function representationOf(object: Json, requires: readonly RequiresSelection[], satisfies: Satisfies): Json | null {
  const representation: Json = {};
  return fill(object, requires, satisfies, representation) && '__typename' in representation ? representation : null;
}

function fill(object: Json, requires: readonly RequiresSelection[], satisfies: Satisfies, into: Json): boolean {
  for (const selection of requires) {
    if (selection.kind === 'InlineFragment') {
      const typename = object['__typename'];
      if (typeof typename !== 'string' || !satisfies(typename, selection.typeCondition)) continue;
      if (!fill(object, selection.selections, satisfies, into)) return false;
    } else if (selection.kind === 'Field') {
      const found = object[selection.alias ?? selection.name];
      if (found === undefined) return false;
      const picked = pick(found, selection.selections, satisfies);
      if (picked === undefined) return false;
      into[selection.name] = picked;
    } else throw new Error('the plan requires a fragment spread, which no planner version in use emits');
  }
  return true;
}

function pick(value: unknown, selections: readonly RequiresSelection[] | undefined, satisfies: Satisfies): unknown {
  if (value === null || typeof value !== 'object' || !selections?.length) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, selections, satisfies));
  const into: Json = {};
  return fill(value as Json, selections, satisfies, into) ? into : undefined;
}
