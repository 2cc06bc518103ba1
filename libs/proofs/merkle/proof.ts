import { nodeHash, type Hash } from './hashes.js';

/** The leaves `from` up to, not including, `to`; its hash is that of the tree over them (RFC 6962's MTH). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Greatest power of two below `size`: where RFC 6962 splits a tree. */
function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** RFC 6962 §2.1.1: what joins the leaf to the root, from the leaf upwards. */
export function inclusionSpans(index: number, size: number): Span[] {
  const walk = (from: number, to: number): Span[] => {
    if (to - from <= 1) return [];
    const middle = from + split(to - from);
    return index < middle ? [...walk(from, middle), { from: middle, to }] : [...walk(middle, to), { from, to: middle }];
  };
  return walk(0, size);
}

/** RFC 6962 §2.1.2: what shows that the tree of `former` leaves is the beginning of the one of `size`. */
export function consistencySpans(former: number, size: number): Span[] {
  if (former === 0 || former === size) return [];
  const walk = (from: number, to: number, whole: boolean): Span[] => {
    if (former === to) return whole ? [] : [{ from, to }];
    const middle = from + split(to - from);
    return former <= middle
      ? [...walk(from, middle, whole), { from: middle, to }]
      : [...walk(middle, to, false), { from, to: middle }];
  };
  return walk(0, size, true);
}

interface InclusionClaim {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Hash[];
}

/** RFC 9162 §2.1.3.2: the root that this path leads to; null when the path cannot be one of this leaf. */
export function rootByInclusion({ leaf, index, size, path }: InclusionClaim): Hash | null {
  if (index < 0 || index >= size) return null;
  let [place, last, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(sibling, root);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else root = nodeHash(root, sibling);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

interface ConsistencyClaim {
  readonly former: { readonly size: number; readonly root: Hash };
  readonly now: { readonly size: number; readonly root: Hash };
  readonly path: readonly Hash[];
}

/** RFC 9162 §2.1.4.2: whether `now` holds all leaves of `former`, unchanged and in their places. */
export function isConsistent({ former, now, path }: ConsistencyClaim): boolean {
  if (former.size > now.size) return false;
  if (former.size === now.size) return path.length === 0 && former.root.equals(now.root);
  if (former.size === 0) return path.length === 0;
  const start = Number.isInteger(Math.log2(former.size)) ? [former.root, ...path] : [...path];
  const first = start.shift();
  if (!first) return false;
  let [place, last] = [former.size - 1, now.size - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  let [before, after] = [first, first];
  for (const hash of start) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [before, after] = [nodeHash(hash, before), nodeHash(hash, after)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else after = nodeHash(after, hash);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && before.equals(former.root) && after.equals(now.root);
}
