import { hashesIn, TileTree, type Hash, type Tile, type TreeHead } from '#libs/proofs';
import type { Database, Statement } from '#libs/postgres';
import { GrowingTree, type LinePlace, type PlacedTile } from '../model/growing-tree.js';

/** A line that is not in a tree yet: its hash and its place, nothing of what it says. */
export interface UnsealedLine {
  readonly agency: string;
  readonly place: LinePlace;
  readonly leaf: Hash;
}

/** The log of seals as it stands. */
export interface SealLog {
  readonly key: string;
  /** Milliseconds of one interval. */
  readonly interval: number;
  readonly firstTick: number;
  readonly tree: TileTree;
}

/** Now, by the database's clock: the interval it is, and the day such as `2026-11-22`. */
export interface Moment {
  readonly tick: number;
  readonly day: string;
}

export interface Standing {
  readonly begun: boolean;
  /** Seconds since all lines were sealed. */
  readonly behind: number;
  readonly stuck: boolean;
}

export async function beginLog(database: Database, log: { key: string; interval: number; bound: number }): Promise<void> {
  await database.query('select audit.begin_log($1, $2, $3)', [log.key, log.interval, log.bound]);
}

export async function readLog(database: Database): Promise<SealLog> {
  const [row] = await database.query<{ key: string; interval_ms: number; first_tick: string; size: string; edge: Buffer[]; tail: Buffer | null }>('select * from audit.log_state()');
  return { key: row!.key, interval: row!.interval_ms, firstTick: Number(row!.first_tick), tree: treeOf(row!.size, [row!.tail ?? Buffer.alloc(0), ...row!.edge]) };
}

export async function readMoment(database: Database): Promise<Moment> {
  const [row] = await database.query<{ tick: string; day: string }>('select * from audit.now_tick()');
  return { tick: Number(row!.tick), day: row!.day };
}

const STANDING: Statement = { name: 'audit.standing', text: 'select begun, behind, stuck from audit.standing_now()' };

export async function readStanding(database: Database): Promise<Standing> {
  const [row] = await database.lookAside<Standing>(STANDING);
  return row!;
}

interface GrowingRow {
  readonly agency: string; readonly slot: number; readonly period: string | null; readonly size: string;
  readonly before: Buffer | null; readonly edge: Buffer[];
  readonly full_era: number; readonly full_xid: string; readonly full_seq: string;
  readonly era: number; readonly xid: string; readonly seq: string;
}

export interface StoredTree {
  readonly slot: number;
  /** Null where an agency has a place and no line yet. */
  readonly tree: GrowingTree | null;
}

export async function readTrees(database: Database): Promise<Map<string, StoredTree>> {
  const rows = await database.query<GrowingRow>('select * from audit.growing()');
  return new Map(rows.map((row) => [row.agency, { slot: row.slot, tree: row.period === null ? null : growingOf(row, row.period) }]));
}

function growingOf(row: GrowingRow, period: string): GrowingTree {
  return new GrowingTree(row.agency, period, row.before, {
    tree: treeOf(row.size, row.edge),
    full: { era: row.full_era, xid: row.full_xid, seq: row.full_seq }, last: { era: row.era, xid: row.xid, seq: row.seq },
  });
}

function treeOf(size: string, edge: readonly Buffer[]): TileTree {
  return new TileTree(Number(size), edge.map(hashesIn));
}

const UNSEALED = { name: 'audit.unsealed.1', text: 'select * from audit.unsealed($1)' };

export async function unsealedLines(database: Database, limit: number): Promise<UnsealedLine[]> {
  const rows = await database.run<{ agency: string; era: number; xid: string; seq: string; leaf: Buffer }>(UNSEALED, [limit]);
  return rows.map(({ agency, era, xid, seq, leaf }) => ({ agency, place: { era, xid, seq }, leaf }));
}

export async function takePlace(database: Database, agency: string): Promise<number> {
  const [row] = await database.query<{ slot: number | null }>('select audit.take_place($1) as slot', [agency]);
  if (typeof row?.slot !== 'number') throw new Error('there is no slot left in the seals for one more agency');
  return row.slot;
}

const base64 = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;
const written = (agency: string, period: string, tiles: readonly (Tile | PlacedTile)[]) => tiles.map(({ level, index, hashes, ...rest }) =>
  ({ agency, period, level, index, hashes: base64(hashes), ...('after' in rest ? rest.after : null) }));

export interface Growth {
  readonly tree: GrowingTree;
  readonly former: number;
  readonly tiles: readonly PlacedTile[];
}

const GROW = { name: 'audit.grow.1', text: 'select audit.grow($1, $2)' };

/** @throws when another sealer has grown one of them since */
export async function keepGrowth(database: Database, growths: readonly Growth[]): Promise<void> {
  const trees = growths.map(({ tree, former }) => {
    const { root, before } = tree.head();
    return {
      agency: tree.agency, period: tree.period, former, size: tree.size, root: base64(root), before: base64(before), edge: tree.edge.map(base64),
      full_era: tree.full.era, full_xid: tree.full.xid, full_seq: tree.full.seq, ...tree.last,
    };
  });
  const tiles = growths.flatMap(({ tree, tiles: full }) => written(tree.agency, tree.period, full));
  await database.run(GROW, [JSON.stringify(trees), JSON.stringify(tiles)]);
}

export interface Seal {
  readonly former: number;
  readonly tree: TileTree;
  readonly tiles: readonly Tile[];
  readonly heads: readonly TreeHead[];
  /** The signed checkpoint; null while intervals of an outage are made up for. */
  readonly note: string | null;
}

const SEAL = { name: 'audit.seal.1', text: 'select audit.seal($1, $2, $3)' };

/** @throws when another sealer has sealed since */
export async function keepSeal(database: Database, { former, tree, tiles, heads, note }: Seal): Promise<void> {
  const [tail = [], ...edge] = tree.edge;
  const seal = { former, size: tree.size, tail: base64(Buffer.concat([...tail])), edge: edge.map((hashes) => base64(Buffer.concat([...hashes]))), note };
  const rows = heads.map(({ agency, period, size, root, before }) => ({ agency, period, size, root: base64(root), before: base64(before) }));
  await database.run(SEAL, [JSON.stringify(seal), JSON.stringify(written('', '', tiles)), JSON.stringify(rows)]);
}
