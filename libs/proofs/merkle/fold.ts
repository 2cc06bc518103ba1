import { EMPTY_ROOT, nodeHash, type Hash } from './hashes.js';

interface Part {
  readonly height: number;
  readonly hash: Hash;
}

/**
 * The root of a tree from its leaves, in order, in memory of its height: neighbours of one height
 * become their parent at once.
 */
export class Fold {
  readonly #parts: Part[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf or, with `height`, a complete subtree of 2^height leaves that begins where the last one ended. */
  push(hash: Hash, height = 0): void {
    this.#size += 2 ** height;
    let part: Part = { height, hash };
    for (let last = this.#parts.at(-1); last?.height === part.height; last = this.#parts.at(-1)) {
      this.#parts.pop();
      part = { height: part.height + 1, hash: nodeHash(last.hash, part.hash) };
    }
    this.#parts.push(part);
  }

  root(): Hash {
    return this.#parts.map(({ hash }) => hash).reduceRight<Hash | null>((right, left) => (right ? nodeHash(left, right) : left), null) ?? EMPTY_ROOT;
  }
}

export function rootOf(leaves: readonly Hash[]): Hash {
  const fold = new Fold();
  for (const leaf of leaves) fold.push(leaf);
  return fold.root();
}
