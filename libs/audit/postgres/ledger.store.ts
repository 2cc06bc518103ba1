import { consistencySpans, inclusionSpans, spanHashes, tilesFor, type Hash, type Span, type Tile, type TilePlace, type TreeHead } from '#libs/proofs';
import type { Database, Statement } from '#libs/postgres';

/** One agency's tree of one period. */
export interface TreeName {
  readonly agency: string;
  readonly period: string;
}

interface HeadRow { readonly agency: string; readonly period: string; readonly size: string; readonly root: Buffer; readonly before: Buffer | null }
interface TileRow { readonly level: number; readonly index: string; readonly hashes: Buffer | null }

/** A head of a period whose lines may have been dropped since. */
export interface PeriodHead extends TreeHead {
  readonly dropped: boolean;
}

export interface StoredCheckpoint {
  readonly key: string;
  readonly interval: number;
  readonly firstTick: number;
  readonly size: number;
  /** With the lines of its countersignatures. */
  readonly note: string;
  /** Keys by which the countersignatures are verified, as their agencies gave them. */
  readonly witnesses: readonly string[];
}

const LINES: Statement = { name: 'audit.tile_lines', text: 'select line from audit.tile_lines($1, $2, $3, $4)' };
const TILES: Statement = { name: 'audit.tiles', text: 'select * from audit.tiles($1, $2, $3, $4, $5)' };
const LOG_TILES: Statement = { name: 'audit.log_tiles', text: 'select * from audit.log_tiles($1, $2)' };
const NOTE: Statement = { name: 'audit.note', text: 'select audit.note($1, $2, $3)' };

/** The line of an answer that holds no record. `facts`: the caller, as `callerFacts` of disclosure tells it. */
export async function note(database: Database, facts: string, action: string, about: string | null): Promise<void> {
  await database.run(NOTE, [facts, action, about]);
}

/** Lines of one tile, each in its canonical form; none where the caller may not see them. */
export async function readLines(database: Database, facts: string, tree: TreeName, tile: number): Promise<string[]> {
  const rows = await database.run<{ line: string }>(LINES, [facts, tree.agency, tree.period, tile]);
  return rows.map(({ line }) => line);
}

export async function readTiles(database: Database, facts: string, tree: TreeName, places: readonly TilePlace[]): Promise<Tile[]> {
  const rows = await database.run<TileRow>(TILES, [facts, tree.agency, tree.period, places.map(({ level }) => level), places.map(({ index }) => index)]);
  return rows.flatMap(tileOf);
}

async function readLogTiles(database: Database, places: readonly TilePlace[]): Promise<Tile[]> {
  const rows = await database.run<TileRow>(LOG_TILES, [places.map(({ level }) => level), places.map(({ index }) => index)]);
  return rows.flatMap(tileOf);
}

const tileOf = ({ level, index, hashes }: TileRow): Tile[] => (hashes ? [{ level, index: Number(index), hashes }] : []);

/** The hashes of these spans of a tree. @throws RangeError where it does not reach that far */
export async function readSpans(database: Database, facts: string, tree: TreeName, spans: readonly Span[]): Promise<Hash[]> {
  return spans.length ? spanHashes(spans, await readTiles(database, facts, tree, tilesFor(spans))) : [];
}

/** RFC 6962's proofs within the log of seals; for everyone, as the log is. */
export function logInclusion(database: Database, index: number, size: number): Promise<Hash[]> {
  return logSpans(database, inclusionSpans(index, size));
}

export function logConsistency(database: Database, former: number, size: number): Promise<Hash[]> {
  return logSpans(database, consistencySpans(former, size));
}

/** The root that the log had at this size. */
export async function logRoot(database: Database, size: number): Promise<Hash> {
  return (await logSpans(database, [{ from: 0, to: size }]))[0]!;
}

async function logSpans(database: Database, spans: readonly Span[]): Promise<Hash[]> {
  return spans.length ? spanHashes(spans, await readLogTiles(database, tilesFor(spans))) : [];
}

/** By period; as they stood in the log when it had this size. */
export async function readHeads(database: Database, facts: string, agency: string, size: number): Promise<PeriodHead[]> {
  const rows = await database.query<HeadRow & { dropped: boolean }>('select * from audit.heads_of($1, $2, $3)', [facts, agency, size]);
  return rows.map((row) => ({ ...headOf(row), dropped: row.dropped }));
}

/** Heads of all agencies in one seal, by slot: to be hashed, never to be given. */
export async function readSlots(database: Database, seal: number): Promise<Map<number, TreeHead>> {
  const rows = await database.query<HeadRow & { slot: number }>('select * from audit.heads_at($1)', [seal]);
  return new Map(rows.map((row) => [row.slot, headOf(row)]));
}

const headOf = ({ agency, period, size, root, before }: HeadRow): TreeHead => ({ agency, period, size: Number(size), root, before });

/** @param size null for the latest @returns null where there is none */
export async function readCheckpointOf(database: Database, size: number | null): Promise<StoredCheckpoint | null> {
  interface Row { key: string; interval_ms: number; first_tick: string; size: string; note: string; countersignatures: string[]; keys: string[] }
  const [row] = await database.query<Row>('select * from audit.checkpoint_of($1)', [size]);
  return row ? {
    key: row.key, interval: row.interval_ms, firstTick: Number(row.first_tick), size: Number(row.size),
    note: row.note + row.countersignatures.map((line) => `${line}\n`).join(''), witnesses: row.keys,
  } : null;
}

/** Kept together with its ledger line; an agency's second one for a size changes nothing. */
export async function keepCountersignature(database: Database, facts: string, kept: { size: number; note: string; key: string; line: string }): Promise<void> {
  await database.query('select audit.countersign($1, $2, $3, $4, $5)', [facts, kept.size, kept.note, kept.key, kept.line]);
}
