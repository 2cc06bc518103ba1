import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { Refusal } from '#libs/kernel';
import { fileFault, LONGEST_ROW } from './file-fault.js';
import { unreadable, type Row } from './row.js';

/** RFC 4180, with or without a byte order mark; the first line names the columns. Cells stay bytes until they are known to be UTF-8. */
export async function* csvRows(file: string, delimiter: string): AsyncGenerator<Row> {
  const reader = createReadStream(file, { highWaterMark: 256 * 1024, start: await lengthOfMark(file) });
  const parser = reader.pipe(parse({
    delimiter, encoding: null, columns: false,
    relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_ROW,
  }));
  reader.once('error', (error) => parser.destroy(error));
  let header: readonly string[] | undefined;
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<Buffer[]>) {
      if (header) yield rowOf(++number, header, cells);
      else header = headerOf(cells);
    }
  } catch (error) {
    throw fileFault(file, error, number);
  } finally {
    reader.destroy();
    parser.destroy();
  }
}

/** The reader's own handling of the mark would turn bytes into text unchecked. */
async function lengthOfMark(file: string): Promise<number> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
      return bytesRead === 3 && buffer.toString('hex') === 'efbbbf' ? 3 : 0;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFault(file, error, 0);
  }
}

function headerOf(cells: readonly Buffer[]): readonly string[] {
  const names = cells.map((cell) => cell.toString('utf8').trim());
  const twice = names.find((name, index) => name === '' || names.indexOf(name) !== index);
  if (twice === undefined && cells.every((cell) => isUtf8(cell))) return names;
  throw Refusal.because('FILE_INVALID', '', 'RFC 4180', 'The first line names the columns: each has a name in UTF-8, none twice.');
}

function rowOf(number: number, header: readonly string[], cells: readonly Buffer[]): Row {
  if (cells.length !== header.length) return unreadable(number, 'MAPPING_FAILED', `The row has ${cells.length} cells, the header ${header.length}.`);
  const columns: Record<string, string> = {};
  for (const [index, cell] of cells.entries()) {
    if (!isUtf8(cell)) return unreadable(number, 'UTF8_INVALID', `The bytes of column ${header[index]} are not UTF-8.`);
    columns[header[index]!] = cell.toString('utf8');
  }
  return { number, columns };
}
