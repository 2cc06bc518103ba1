import { headHash, TileTree, type Hash, type Tile, type TreeHead } from '#libs/proofs';

/** A line's place in the order in which lines are sealed. */
export interface LinePlace {
  readonly era: number;
  readonly xid: string;
  readonly seq: string;
}

/** A full tile with, of level 0, the line before its first. */
export interface PlacedTile extends Tile {
  readonly after: LinePlace | null;
}

export const BEGINNING: LinePlace = { era: 0, xid: '0', seq: '0' };

/** An agency's tree of one period, as the sealer holds it: it only ever grows. */
export class GrowingTree {
  /** Where the last full tile ends. */
  full: LinePlace;
  last: LinePlace;
  readonly #tree: TileTree;

  constructor(
    readonly agency: string,
    readonly period: string,
    readonly before: Hash | null,
    state: { readonly tree: TileTree; readonly full: LinePlace; readonly last: LinePlace },
  ) {
    this.#tree = state.tree;
    this.full = state.full;
    this.last = state.last;
  }

  static begin(agency: string, period: string, before: Hash | null, at: LinePlace): GrowingTree {
    return new GrowingTree(agency, period, before, { tree: new TileTree(), full: at, last: at });
  }

  /** The tree of the next period goes on where this one ends, and names how it ended. */
  next(period: string): GrowingTree {
    return GrowingTree.begin(this.agency, period, headHash(this.head()), this.last);
  }

  append(leaf: Hash, place: LinePlace): PlacedTile[] {
    const tiles = this.#tree.append(leaf);
    this.last = place;
    const placed = tiles.map((tile) => ({ ...tile, after: tile.level === 0 ? this.full : null }));
    if (tiles.length > 0) this.full = place;
    return placed;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** By level from 0, the hashes after the last full tile. */
  get edge(): Buffer[] {
    return this.#tree.edge.map((hashes) => Buffer.concat([...hashes]));
  }

  head(): TreeHead {
    return { agency: this.agency, period: this.period, size: this.size, root: this.#tree.root(), before: this.before };
  }
}
