import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { fileFault, LONGEST_ROW } from './file-fault.js';
import { unreadable, type Row } from './row.js';

const NEWLINE = 0x0a;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** One JSON object a line. A line that is none is refused by itself and the next one is read. */
export async function* ndjsonRows(file: string): AsyncGenerator<Row> {
  let number = 0;
  try {
    for await (const line of lines(file)) {
      if (line === null || line.some((byte) => byte > 0x20)) yield jsonRow(++number, line);
    }
  } catch (error) {
    throw fileFault(file, error, number);
  }
}

function jsonRow(number: number, line: Buffer | null): Row {
  if (line === null) return unreadable(number, 'BODY_TOO_LARGE', 'The line is longer than 2 MiB.');
  if (!isUtf8(line)) return unreadable(number, 'UTF8_INVALID', 'The bytes of the line are not UTF-8.');
  try {
    return objectRow(number, JSON.parse(line.toString('utf8')));
  } catch {
    return unreadable(number, 'JSON_MALFORMED', 'The line is not JSON.');
  }
}

export function objectRow(number: number, value: unknown): Row {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { number, columns: value as Record<string, unknown> } : unreadable(number, 'INPUT_INVALID', 'The row is not a JSON object.');
}

/** Lines without their newline; null for one that is too long, of which no more is kept. */
async function* lines(file: string): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let length = 0;
  let first = true;
  const take = (): Buffer | null => {
    const line = length > LONGEST_ROW ? null : Buffer.concat(parts);
    parts = [];
    length = 0;
    const start = first && line?.subarray(0, 3).equals(BOM) ? 3 : 0;
    first = false;
    return line && line.subarray(start);
  };
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, at));
      from = at + 1;
      yield take();
    }
    keep(chunk.subarray(from));
  }
  if (length) yield take();

  function keep(part: Buffer): void {
    length += part.length;
    if (length <= LONGEST_ROW) parts.push(part);
    else parts = [];
  }
}
