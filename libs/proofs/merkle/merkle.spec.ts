import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical, type Plain } from './canonical.js';
import { Fold, rootOf } from './fold.js';
import { EMPTY_ROOT, leafHash, nodeHash, type Hash } from './hashes.js';
import { consistencySpans, inclusionSpans, isConsistent, rootByInclusion, type Span } from './proof.js';
import { spanHashes, tilesFor, TileTree, type Tile } from './tile-tree.js';

const LEAVES = Array.from({ length: 300 }, (_, index) => leafHash(`line ${index}`));
const hashOf = (leaves: readonly Hash[]) => ({ from, to }: Span) => recursive(leaves.slice(from, to));

/** RFC 6962 §2.1 word by word: the yardstick for everything faster. */
function recursive(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return nodeHash(recursive(leaves.slice(0, half)), recursive(leaves.slice(half)));
}

const ROOTS = Array.from({ length: LEAVES.length + 1 }, (_, size) => recursive(LEAVES.slice(0, size)));

describe('a Merkle tree of RFC 6962', () => {
  it('has the roots of the published test vectors', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots = inputs.map((_, count) => rootOf(inputs.slice(0, count + 1).map((hex) => leafHash(Buffer.from(hex, 'hex')))).toString('hex'));
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(roots[0]).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(roots[1]).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
    expect(roots[7]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('is the same folded leaf by leaf, for all sizes to 300', () => {
    const fold = new Fold();
    for (const [size, root] of ROOTS.entries()) {
      expect([size, fold.root()]).toEqual([size, root]);
      if (size < LEAVES.length) fold.push(LEAVES[size]!);
    }
  });

  it('proves every leaf of every size to 300, and no leaf by the proof of another place', () => {
    let proofs = 0;
    for (let size = 1; size <= LEAVES.length; size++) {
      for (let index = 0; index < size; index += size > 40 ? 7 : 1) {
        const path = inclusionSpans(index, size).map(hashOf(LEAVES));
        const leaf = LEAVES[index]!;
        expect([size, index, rootByInclusion({ leaf, index, size, path })]).toEqual([size, index, ROOTS[size]]);
        if (index + 1 < size) expect(rootByInclusion({ leaf, index: index + 1, size, path })?.equals(ROOTS[size]!) ?? false).toBe(false);
        proofs += 1;
      }
    }
    expect(proofs).toBeGreaterThan(6_000);
  });

  it('proves that each size continues each smaller one, and that a changed one does not', () => {
    for (let size = 1; size <= LEAVES.length; size += size > 40 ? 13 : 1) {
      for (let former = 1; former <= size; former += former > 40 ? 5 : 1) {
        const path = consistencySpans(former, size).map(hashOf(LEAVES));
        const [then, now] = [{ size: former, root: ROOTS[former]! }, { size, root: ROOTS[size]! }];
        expect([former, size, isConsistent({ former: then, now, path })]).toEqual([former, size, true]);
        expect(isConsistent({ former: { ...then, root: leafHash('another') }, now, path })).toBe(false);
        if (former < size) expect(isConsistent({ former: then, now: { ...now, root: leafHash('another') }, path })).toBe(false);
      }
    }
  });

  it('no proof survives a changed hash', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat({ max: 31 }), (size, at, which, byte) => {
      const index = at % size;
      const path = inclusionSpans(index, size).map(hashOf(LEAVES)).map((hash) => Buffer.from(hash));
      path[which % path.length]![byte]! ^= 1;
      expect(rootByInclusion({ leaf: LEAVES[index]!, index, size, path })?.equals(ROOTS[size]!) ?? false).toBe(false);
      expect(rootByInclusion({ leaf: LEAVES[index]!, index, size, path: path.slice(1) })?.equals(ROOTS[size]!) ?? false).toBe(false);
    }));
  });
});

describe('a tree in tiles', () => {
  const SIZE = 70_000;
  const tiles: Tile[] = [];
  const tree = new TileTree();
  const leaves = Array.from({ length: SIZE }, (_, index) => leafHash(String(index)));
  for (const leaf of leaves) tiles.push(...tree.append(leaf));
  const all = [...tiles, ...tree.edge.map((hashes, level) => ({ level, index: Math.floor(SIZE / 256 ** (level + 1)), hashes: Buffer.concat(hashes as Hash[]) }))];

  it('has the root of its leaves, and goes on from its edge', () => {
    expect(tree.root()).toEqual(rootOf(leaves));
    const again = new TileTree(tree.size, tree.edge);
    again.append(leaves[0]!);
    expect(again.root()).toEqual(rootOf([...leaves, leaves[0]!]));
    expect([tree.size, tiles.filter(({ level }) => level === 1).length]).toEqual([SIZE, 1]);
  });

  it('gives every proof from a few tiles', () => {
    const read = (spans: readonly Span[]) => {
      const places = tilesFor(spans);
      expect(places.length).toBeLessThan(9);
      return spanHashes(spans, all.filter((tile) => places.some(({ level, index }) => tile.level === level && tile.index === index)));
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: SIZE }), fc.nat(), (size, at) => {
      const index = at % size;
      const root = rootOf(leaves.slice(0, size));
      expect(rootByInclusion({ leaf: leaves[index]!, index, size, path: read(inclusionSpans(index, size)) })).toEqual(root);
      const former = { size: index + 1, root: rootOf(leaves.slice(0, index + 1)) };
      expect(isConsistent({ former, now: { size, root }, path: read(consistencySpans(index + 1, size)) })).toBe(true);
    }), { numRuns: 25 });
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it('is the same for the same content, in whatever order it was written', () => {
    expect(canonical({ b: [1, null, 'ü"\n'], a: { d: true, c: -1 } })).toBe('{"a":{"c":-1,"d":true},"b":[1,null,"ü\\"\\n"]}');
    const values = fc.letrec<{ value: Plain }>((tie) => ({
      value: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 })),
    })).value;
    fc.assert(fc.property(values, (value) => {
      expect(canonical(JSON.parse(canonical(value)) as Plain)).toBe(canonical(value));
    }));
  });
});
