import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { Refusal } from '#libs/kernel';
import { CompiledMapping } from '../mapping/compiled-mapping.js';
import type { Mapping } from '../mapping/mapping.js';
import { loadLookups, type LoadedLookups } from '../reading/lookups.js';
import { survey } from '../reading/survey.js';

/** What is asked for on the command line. */
export interface ImportRequest {
  readonly file: string;
  readonly kind: string;
  readonly mapping: Mapping;
  /** Files to join, by the mapping's name for them, in place of those it names. */
  readonly joined: Readonly<Record<string, string>>;
  readonly fromRow: number;
  /** The last row, or null for the end of the file. */
  readonly toRow: number | null;
}

/** An import that has been found possible: files read once to their ends, mapping compiled, columns agreed. */
export interface ImportPlan extends ImportRequest {
  readonly compiled: CompiledMapping;
  readonly lookups: LoadedLookups;
  readonly hash: string;
  /** Rows from the first to the last one asked for. */
  readonly rows: number;
  readonly lastRow: number;
}

/** @throws Refusal FILE_INVALID, MAPPING_INVALID, ARGUMENT_INVALID */
export async function planImport(request: ImportRequest): Promise<ImportPlan> {
  const compiled = new CompiledMapping(request.mapping, request.kind);
  const lookups = await loadLookups(lookupFiles(request));
  const { hash, rows, header } = await survey(request.file, request.mapping, lookups);
  if (rows > 0) compiled.checkColumns(header);
  const lastRow = Math.min(request.toRow ?? rows, rows);
  return { ...request, compiled, lookups, hash, lastRow, rows: Math.max(0, lastRow - request.fromRow + 1) };
}

function lookupFiles({ file, mapping, joined }: ImportRequest): Record<string, string> {
  for (const name of Object.keys(joined)) {
    if (!Object.hasOwn(mapping.lookups, name)) throw Refusal.because('ARGUMENT_INVALID', '--with', 'amanat help import', `The mapping ${mapping.name} joins no file ${name}.`);
  }
  return Object.fromEntries(Object.entries(mapping.lookups).map(([name, lookup]) => [name, joined[name] ?? resolve(dirname(file), lookup.file)]));
}

/** The same for the same import and another for any other: it names the progress file. */
export function fingerprint(plan: ImportPlan, place: { readonly client: string; readonly url: string }): string {
  const { hash, kind, mapping, fromRow, toRow } = plan;
  return createHash('sha256').update(JSON.stringify([hash, kind, mapping, fromRow, toRow, place.client, place.url])).digest('hex').slice(0, 32);
}
