import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { Refusal } from '#libs/kernel';
import { fileFault } from './file-fault.js';
import { objectRow } from './ndjson-rows.js';
import type { Row } from './row.js';

/** A JSON file is read whole, so it has a bound; NDJSON has none. */
const LARGEST = 64 * 1024 * 1024;

/** A JSON list of objects, or an object with the list in `records`. */
export async function* jsonRows(file: string): AsyncGenerator<Row> {
  const rows = await readList(file);
  for (const [index, value] of rows.entries()) yield objectRow(index + 1, value);
}

async function readList(file: string): Promise<readonly unknown[]> {
  try {
    if ((await stat(file)).size > LARGEST) throw bad('JSON is read whole, up to 64 MiB; write more as NDJSON, one object a line');
    const bytes = await readFile(file);
    if (!isUtf8(bytes)) throw bad('the bytes are not UTF-8');
    return listIn(bytes.toString('utf8').replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw fileFault(file, error, 0);
  }
}

function listIn(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad('it is not JSON');
  }
  const list = Array.isArray(value) ? value : (value as { records?: unknown } | null)?.records;
  if (!Array.isArray(list)) throw bad('a JSON file holds a list, or an object with the list in "records"');
  return list;
}

function bad(reason: string): Refusal {
  return Refusal.because('FILE_INVALID', '', 'amanat help import', `The file: ${reason}.`);
}
