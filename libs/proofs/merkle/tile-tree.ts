import { Fold, rootOf } from './fold.js';
import { hashesIn, type Hash } from './hashes.js';
import type { Span } from './proof.js';

/** C2SP tlog-tiles: 256 hashes of one level lie together; the root of a full tile is one hash of the next level. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
}

/** A tree that grows: in memory only what stands in tiles that are not full. */
export class TileTree {
  readonly #edge: Hash[][];
  #size: number;

  /** @param edge by level, the hashes after the last full tile */
  constructor(size = 0, edge: readonly (readonly Hash[])[] = []) {
    this.#size = size;
    this.#edge = edge.map((hashes) => [...hashes]);
  }

  get size(): number {
    return this.#size;
  }

  /** As of the constructor; level 0 first. */
  get edge(): readonly (readonly Hash[])[] {
    return this.#edge;
  }

  /** @returns the tiles that this leaf has filled */
  append(leaf: Hash): Tile[] {
    const full: Tile[] = [];
    this.#size += 1;
    let hash = leaf;
    for (let level = 0; ; level++) {
      const row = (this.#edge[level] ??= []);
      row.push(hash);
      if (row.length < TILE_WIDTH) return full;
      full.push({ level, index: this.#size / TILE_WIDTH ** (level + 1) - 1, hashes: Buffer.concat(row) });
      hash = rootOf(row);
      this.#edge[level] = [];
    }
  }

  root(): Hash {
    const fold = new Fold();
    for (let level = this.#edge.length - 1; level >= 0; level--) {
      for (const hash of this.#edge[level]!) fold.push(hash, level * TILE_HEIGHT);
    }
    return fold.root();
  }
}

/** Which tile, full or not, holds what is needed for a hash. */
export type TilePlace = Pick<Tile, 'level' | 'index'>;

interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The complete subtrees of a span, left to right. */
function subtrees({ from, to }: Span): Subtree[] {
  const found: Subtree[] = [];
  for (let at = from; at < to; ) {
    let height = 0;
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= to) height += 1;
    found.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return found;
}

function placeOf({ height, index }: Subtree): TilePlace {
  const level = Math.floor(height / TILE_HEIGHT);
  return { level, index: Math.floor((index * 2 ** (height - level * TILE_HEIGHT)) / TILE_WIDTH) };
}

/** The tiles from which the hashes of these spans follow, each once. */
export function tilesFor(spans: readonly Span[]): TilePlace[] {
  const places = spans.flatMap(subtrees).map(placeOf);
  return [...new Map(places.map((place) => [`${place.level}/${place.index}`, place])).values()];
}

/** The hash of each span. @throws RangeError where a tile is missing or too short */
export function spanHashes(spans: readonly Span[], tiles: readonly Tile[]): Hash[] {
  const byPlace = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, hashesIn(tile.hashes)]));
  return spans.map((span) => {
    const fold = subtrees(span).reduceRight<Hash | null>((right, subtree) => {
      const left = subtreeHash(subtree, byPlace);
      return right ? joined(left, right) : left;
    }, null);
    if (!fold) throw new RangeError('a span of no leaves has no hash');
    return fold;
  });
}

function subtreeHash(subtree: Subtree, tiles: ReadonlyMap<string, Hash[]>): Hash {
  const { level, index } = placeOf(subtree);
  const width = 2 ** (subtree.height - level * TILE_HEIGHT);
  const start = subtree.index * width - index * TILE_WIDTH;
  const hashes = tiles.get(`${level}/${index}`)?.slice(start, start + width) ?? [];
  if (hashes.length < width) throw new RangeError('the tree does not reach that far');
  return rootOf(hashes);
}

const joined = (left: Hash, right: Hash): Hash => rootOf([left, right]);
