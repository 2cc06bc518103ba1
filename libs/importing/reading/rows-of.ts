import { extname } from 'node:path';
import { Refusal } from '#libs/kernel';
import { csvRows } from './csv-rows.js';
import { jsonRows } from './json-rows.js';
import { ndjsonRows } from './ndjson-rows.js';
import type { Row } from './row.js';

export type SourceFormat = 'csv' | 'json' | 'ndjson';

export interface SourceSettings {
  readonly format?: SourceFormat;
  /** Of CSV; a comma, or a tab for .tsv, where not said. */
  readonly delimiter?: string;
}

const FORMATS: Readonly<Record<string, SourceFormat>> = { '.csv': 'csv', '.tsv': 'csv', '.json': 'json', '.ndjson': 'ndjson', '.jsonl': 'ndjson' };

/**
 * The rows of a file in their order, read as they are asked for.
 * @throws Refusal FILE_INVALID when it cannot be read, or what is read is no such file
 */
export function rowsOf(file: string, settings: SourceSettings = {}): AsyncGenerator<Row> {
  const extension = extname(file).toLowerCase();
  const format = settings.format ?? FORMATS[extension];
  if (format === 'csv') return csvRows(file, settings.delimiter ?? (extension === '.tsv' ? '\t' : ','));
  if (format === 'json') return jsonRows(file);
  if (format === 'ndjson') return ndjsonRows(file);
  throw Refusal.because('FILE_INVALID', '', 'amanat help import', 'The file\'s name ends in none of .csv, .tsv, .json, .ndjson, .jsonl, and the mapping does not say which it is.');
}
