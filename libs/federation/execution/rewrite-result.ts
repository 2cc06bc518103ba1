import type { FetchRewrite } from '../planning/query-plan.js';
import type { Json } from './json-tree.js';

type Satisfies = (typename: string, condition: string) => boolean;
type Step = { Key: string } | { TypenameEquals: string[] };

/** Applies the planner's renames: two types of a union may use one response key for different things. */
export function rewrite(value: unknown, rewrites: readonly FetchRewrite[], satisfies: Satisfies): void {
  for (const each of rewrites) {
    if ('KeyRenamer' in each) {
      const { path, renameKeyTo } = each.KeyRenamer;
      walk(value, path as Step[], 0, satisfies, (holder, key) => {
        if (!(key in holder)) return;
        holder[renameKeyTo] = holder[key];
        delete holder[key];
      });
    } else {
      const { path, setValueTo } = 'ValueSetter' in each ? each.ValueSetter : each;
      walk(value, path as Step[], 0, satisfies, (holder, key) => {
        holder[key] = setValueTo;
      });
    }
  }
}

/** The key that was asked for, for each key that only the plan knows: to mend error paths with. */
export function renamedKeys(rewrites: readonly FetchRewrite[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const each of rewrites) {
    if (!('KeyRenamer' in each)) continue;
    const last = each.KeyRenamer.path.at(-1) as Step | undefined;
    if (last && 'Key' in last) names.set(last.Key, each.KeyRenamer.renameKeyTo);
  }
  return names;
}

function walk(
  value: unknown, path: readonly Step[], depth: number, satisfies: Satisfies, apply: (holder: Json, key: string) => void,
): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, path, depth, satisfies, apply);
    return;
  }
  const step = path[depth];
  if (!step) return;
  const holder = value as Json;
  if ('TypenameEquals' in step) {
    const typename = holder['__typename'];
    if (typeof typename === 'string' && step.TypenameEquals.some((name) => satisfies(typename, name))) {
      walk(holder, path, depth + 1, satisfies, apply);
    }
  } else if (depth === path.length - 1) apply(holder, step.Key);
  else walk(holder[step.Key], path, depth + 1, satisfies, apply);
}
