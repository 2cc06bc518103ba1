import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMapping, withSettings, type ImportRequest } from '#libs/importing';
import { needed, text, texts, whole, words, wrong } from '../arguments.js';
import type { Arguments } from '../command.js';
import { CONNECTION_HELP, CONNECTION_OPTIONS } from '../connection.js';

/** The mappings that come with the project; from the compiled file they lie three folders up. */
const MAPPINGS = fileURLToPath(new URL('../../../../schemas/mappings/', import.meta.url));

export const IMPORT_OPTIONS = {
  ...CONNECTION_OPTIONS,
  kind: { type: 'string' },
  map: { type: 'string' },
  set: { type: 'string', multiple: true },
  with: { type: 'string', multiple: true },
  'from-row': { type: 'string' },
  'to-row': { type: 'string' },
  concurrency: { type: 'string' },
  batch: { type: 'string' },
  patience: { type: 'string' },
  refused: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const IMPORT_HELP = `amanat import FILE --as CLIENT --kind KIND --map MAPPING [options]

Hands every row of a CSV, JSON or NDJSON file in as a record. A row is known by the file and its number:
handed in again it is a duplicate, never a second record. Stopped in the middle, the same command goes on
where it was.

  --kind KIND            case, incident or alert
  --map MAPPING          a name in schemas/mappings/, or a file of that form
  --set PATH=VALUE       a value in place of the mapping's, such as --set envelope.tlp=GREEN (repeatable)
  --with NAME=FILE       the file that the mapping joins as NAME (repeatable)
${CONNECTION_HELP}
  --from-row N           begin at row N (the first row after the header is 1)
  --to-row N             end with row N
  --concurrency N        requests under way at once; 8 where not said
  --batch N              rows in one request; 16 where not said
  --patience SECONDS     how long to wait for a hub that is away; 300 where not said
  --refused FILE         where refused rows go; FILE.refused.ndjson in this folder where not said,
                         one of an earlier import is put aside
  --dry-run              map and check against the contract, send nothing
  --json                 one JSON line at the end: rows, accepted, duplicates, refused, seconds

Exit status: 0 all accepted, 1 some refused, 2 arguments or files unusable, 3 stopped: the same command goes on.`;

/** What the words after `import` ask for, files aside. */
export interface ImportOptions {
  readonly request: ImportRequest;
  readonly concurrency: number;
  readonly batch: number;
  readonly patience: number;
  readonly refusedFile: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** @throws Refusal ARGUMENT_INVALID, MAPPING_INVALID */
export async function importOptions(given: Arguments): Promise<ImportOptions> {
  const [file] = words(given, 'FILE') as [string];
  const kind = needed(given, 'kind', 'case, incident or alert');
  const mapping = await readMapping(mappingFile(needed(given, 'map', 'a name in schemas/mappings/ or a file')));
  const fromRow = whole(given, 'from-row', 1, 1e9) ?? 1;
  const toRow = whole(given, 'to-row', 1, 1e9) ?? null;
  if (toRow !== null && toRow < fromRow) throw wrong('--to-row', 'comes after --from-row');
  const dryRun = given.values['dry-run'] === true;
  const refusedFile = text(given, 'refused') ?? `${basename(file)}.${dryRun ? 'would-be-refused' : 'refused'}.ndjson`;
  if (resolve(refusedFile) === resolve(file)) throw wrong('--refused', 'is the file that is read');
  return {
    request: { file, kind, mapping: withSettings(mapping, kind, texts(given, 'set')), joined: pairs(given), fromRow, toRow },
    concurrency: whole(given, 'concurrency', 1, 256) ?? 8,
    batch: whole(given, 'batch', 1, 50) ?? 16,
    patience: whole(given, 'patience', 0, 86_400) ?? 300,
    refusedFile,
    dryRun,
    json: given.values['json'] === true,
  };
}

function mappingFile(named: string): string {
  if (extname(named) === '.json' || named.includes('/')) return named;
  const file = join(MAPPINGS, `${named}.json`);
  if (existsSync(file)) return file;
  const known = readdirSync(MAPPINGS).filter((name) => name.endsWith('.json')).map((name) => basename(name, '.json'));
  throw wrong('--map', `knows ${known.join(', ')}, or takes a file that ends in .json`);
}

function pairs(given: Arguments): Record<string, string> {
  return Object.fromEntries(texts(given, 'with').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw wrong('--with', 'takes NAME=FILE');
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}
