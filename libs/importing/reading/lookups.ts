import { fileFault } from './file-fault.js';
import type { Row } from './row.js';
import { rowsOf } from './rows-of.js';

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
export function withLookups(row: Row, lookups: LoadedLookups): Row {
  if (row.fault) return row;
  const columns: Record<string, unknown> = { ...row.columns };
  for (const [name, { rows }] of Object.entries(lookups)) {
    for (const [column, value] of Object.entries(rows[(row.number - 1) % rows.length]!)) columns[`${name}.${column}`] = value;
  }
  return { ...row, columns };
}
