import { outageLeaf, sealLeaf, rootOf, signedCheckpoint, slotLeaves, type NoteSigner, type SlotSalts, type Tile, type TreeHead } from '#libs/proofs';
import type { Database } from '#libs/postgres';
import { BEGINNING, GrowingTree, type PlacedTile } from './model/growing-tree.js';
import { periodOf, type PeriodLength } from './model/period.js';
import {
  keepGrowth, keepSeal, readLog, readMoment, readTrees, takePlace, unsealedLines, type Growth, type SealLog, type StoredTree, type UnsealedLine,
} from './postgres/seal.store.js';

/** Lines of one agency taken at once. */
const AT_ONCE = 4_000;
/** Leaves of an outage made up for in one transaction. */
const CHUNK = 25_600;

interface Held {
  readonly slot: number;
  tree: GrowingTree | null;
  /** The head in the last seal. */
  head: TreeHead | null;
}

/** What a leading sealer holds in memory between two passes; what fails is read again from the tables. */
export class Sealing {
  private constructor(
    private readonly database: Database,
    private readonly keys: { readonly signer: NoteSigner; readonly salts: SlotSalts },
    private readonly period: PeriodLength,
    private readonly log: SealLog,
    private readonly held: Map<string, Held>,
  ) {}

  /** @throws when the log was begun with another key */
  static async open(database: Database, keys: { signer: NoteSigner; salts: SlotSalts }, period: PeriodLength): Promise<Sealing> {
    const log = await readLog(database);
    if (log.key !== keys.signer.key.text) throw new Error('the log of seals was begun with another key');
    const trees = await readTrees(database);
    return new Sealing(database, keys, period, log, new Map([...trees].map(([agency, stored]) => [agency, held(stored)])));
  }

  /** Puts what has come into the trees and, once in an interval, seals them. @returns how many lines it took */
  async pass(): Promise<number> {
    const moment = await readMoment(this.database);
    let taken = 0;
    for (let more = true; more; ) {
      const lines = await unsealedLines(this.database, AT_ONCE);
      taken += lines.length;
      more = await this.#grow(lines, periodOf(moment.day, this.period));
    }
    const due = moment.tick - this.log.firstTick;
    if (due >= this.log.tree.size) await this.#seal(due);
    return taken;
  }

  /** @returns whether an agency may have more */
  async #grow(lines: readonly UnsealedLine[], period: string): Promise<boolean> {
    if (lines.length === 0) return false;
    const byAgency = grouped(lines);
    const growths: Growth[] = [];
    for (const [agency, own] of byAgency) growths.push(await this.#append(agency, own, period));
    await keepGrowth(this.database, growths);
    return [...byAgency.values()].some((own) => own.length === AT_ONCE);
  }

  async #append(agency: string, lines: readonly UnsealedLine[], period: string): Promise<Growth> {
    const known = this.held.get(agency) ?? { slot: await takePlace(this.database, agency), tree: null, head: null };
    this.held.set(agency, known);
    known.tree ??= GrowingTree.begin(agency, period, null, BEGINNING);
    // A clock that goes back opens no period again: a tree that has a successor is never added to.
    if (known.tree.period < period) known.tree = known.tree.next(period);
    const { tree } = known;
    const former = tree.size;
    const tiles: PlacedTile[] = [];
    for (const { leaf, place } of lines) tiles.push(...tree.append(leaf, place));
    return { tree, former, tiles };
  }

  /** The intervals since the last seal, in which nobody sealed, then this one. */
  async #seal(index: number): Promise<void> {
    const { tree, firstTick } = this.log;
    while (tree.size < index) {
      const former = tree.size;
      const tiles: Tile[] = [];
      while (tree.size < Math.min(index, former + CHUNK)) tiles.push(...tree.append(outageLeaf(firstTick + tree.size)));
      await keepSeal(this.database, { former, tree, tiles, heads: [], note: null });
    }
    const grown = [...this.held.values()].filter(({ tree: own, head }) => own && (own.size !== head?.size || own.period !== head.period));
    const heads = grown.map((each) => (each.head = each.tree!.head()));
    const former = tree.size;
    const tiles = tree.append(sealLeaf(firstTick + index, this.#slots(firstTick + index)));
    const { signer } = this.keys;
    await keepSeal(this.database, { former, tree, tiles, heads, note: signedCheckpoint(signer, tree.size, tree.root()) });
  }

  #slots(tick: number) {
    const heads = new Map([...this.held.values()].flatMap(({ slot, head }) => (head ? [[slot, head] as const] : [])));
    return rootOf(slotLeaves(heads, tick, this.keys.salts.at(tick)));
  }
}

function grouped(lines: readonly UnsealedLine[]): Map<string, UnsealedLine[]> {
  const groups = new Map<string, UnsealedLine[]>();
  for (const line of lines) {
    const group = groups.get(line.agency);
    if (group) group.push(line);
    else groups.set(line.agency, [line]);
  }
  return groups;
}

/** The last head may not have reached a seal before a crash: it is sealed once more, which changes nothing. */
function held({ slot, tree }: StoredTree): Held {
  return { slot, tree, head: null };
}
