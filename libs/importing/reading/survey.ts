import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Mapping } from '../mapping/mapping.js';
import { fileFault } from './file-fault.js';
import type { LoadedLookups } from './lookups.js';
import { rowsOf } from './rows-of.js';

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
