import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Mapping } from '../mapping/mapping.js';
import { fileFault } from './faults.js';
import type { Row } from './row.js';
import { rowsOf } from './source.js';

/** What one pass over the files tells before anything is sent. */
export interface Survey {
  /** 32 hex digits over the bytes of the source, then of each joined file: half of every idempotency key. */
  readonly hash: string;
  readonly rows: number;
  /** All columns that a row has, joined ones included. */
  readonly header: readonly string[];
}

/** @throws Refusal FILE_INVALID when the source cannot be read to its end */
export async function survey(file: string, mapping: Mapping, lookups: LoadedLookups): Promise<Survey> {
  const hash = createHash('sha256');
  for (const one of [file, ...Object.values(lookups).map((lookup) => lookup.file)]) {
    try {
      for await (const chunk of createReadStream(one)) hash.update(chunk as Buffer);
    } catch (error) {
      throw fileFault(one, error, 0);
    }
  }
  let rows = 0;
  const columns = new Set<string>();
  for await (const row of rowsOf(file, mapping.source)) {
    rows += 1;
    for (const column of Object.keys(row.columns)) columns.add(column);
  }
  const joined = Object.entries(lookups).flatMap(([name, lookup]) => Object.keys(lookup.rows[0] ?? {}).map((column) => `${name}.${column}`));
  return { hash: hash.digest('hex').slice(0, 32), rows, header: [...columns, ...joined] };
}

export type LoadedLookups = Readonly<Record<string, { readonly file: string; readonly rows: readonly Row['columns'][] }>>;

/** Files to join, in memory. @throws Refusal FILE_INVALID */
export async function loadLookups(files: Readonly<Record<string, string>>): Promise<LoadedLookups> {
  const loaded: Record<string, LoadedLookups[string]> = {};
  for (const [name, file] of Object.entries(files)) {
    const rows: Row['columns'][] = [];
    for await (const row of rowsOf(file)) {
      if (row.fault) throw fileFault(file, new Error(row.fault.message), row.number - 1);
      rows.push(row.columns);
    }
    if (rows.length === 0) throw fileFault(file, new Error('it has no rows'), 0);
    loaded[name] = { file, rows };
  }
  return loaded;
}

/** The row with the joined columns beside its own; a joined file starts again when it ends. */
export function join(row: Row, lookups: LoadedLookups): Row {
  if (row.fault) return row;
  const columns: Record<string, unknown> = { ...row.columns };
  for (const [name, { rows }] of Object.entries(lookups)) {
    for (const [column, value] of Object.entries(rows[(row.number - 1) % rows.length]!)) columns[`${name}.${column}`] = value;
  }
  return { ...row, columns };
}
