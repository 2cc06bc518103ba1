import type { Database, Tx } from '#libs/postgres';
import type { Finding, WatchedLine } from '../model/line.js';
import type { Kept } from '../model/kept-memories.js';

interface LineRow {
  readonly period: string; readonly index: number; readonly officer: string | null; readonly action: string; readonly records: string[];
  readonly masks: number[]; readonly case_reference: string | null; readonly at: Date;
}

/** Lines of one agency's tree that come next, and the place behind them. */
export interface NextLines {
  readonly period: string;
  /** Lines of the period that will have been looked at then. */
  readonly watched: number;
  readonly lines: readonly WatchedLine[];
}

/** Agencies whose ledgers have lines that were not looked at. */
export async function behind(database: Database): Promise<string[]> {
  return (await database.query<{ agency: string }>('select agency from insider.behind()')).map(({ agency }) => agency);
}

/** Findings whose time has come go. @returns how many */
export async function expire(database: Database): Promise<number> {
  const [row] = await database.query<{ gone: number }>('select insider.expire() as gone');
  return row!.gone;
}

/** Null where there is nothing, or another watch is at it. */
export async function nextLines(tx: Tx, agency: string): Promise<NextLines | null> {
  const rows = await tx.query<LineRow>('select * from insider.unwatched($1)', [agency]);
  const last = rows.at(-1);
  if (!last) return null;
  const lines = rows.map(({ period, index, case_reference: caseReference, at, ...row }) => ({ ...row, caseReference, at: at.getTime(), place: `${period}/${index}` }));
  return { period: last.period, watched: last.index + 1, lines };
}

export async function recall(tx: Tx, agency: string, about: keyof Kept, keys: Iterable<string>, kept: Kept): Promise<void> {
  const wanted = [...new Set(keys)].filter((key) => !kept[about].has(key));
  if (wanted.length === 0) return;
  const rows = await tx.query<{ key: string; memory: object }>('select * from insider.recall($1, $2, $3)', [agency, about, wanted]);
  for (const { key, memory } of rows) kept[about].set(key, memory);
}

/** What is to be kept of an agency's lines, with the ids that the findings get. */
export interface Outcome {
  readonly agency: string;
  readonly next: NextLines;
  readonly kept: Kept;
  readonly findings: readonly (Finding & { readonly id: string })[];
}

export async function keep(tx: Tx, { agency, next, kept, findings }: Outcome): Promise<void> {
  const day = new Date(next.lines.at(-1)!.at).toISOString().slice(0, 10);
  const memories = Object.entries(kept).flatMap(([about, all]) => [...all].map(([key, memory]) => ({ about, key, memory })));
  const rows = findings.map(({ places, at, ...finding }) => ({ ...finding, lines: places, at: new Date(at).toISOString() }));
  await tx.query('select insider.keep($1, $2, $3, $4, $5, $6)', [agency, next.period, next.watched, day, JSON.stringify(memories), JSON.stringify(rows)]);
}
