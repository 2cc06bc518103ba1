import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isLedgerLine, type ExportRow, type PeriodRow, type Row, type SealRow, type TileRow } from '#libs/proofs';
import { Refusal } from '#libs/kernel';

/** Where an export that was stopped goes on. */
export interface ExportPlace {
  readonly begin: { readonly about: ExportRow; readonly seal: SealRow } | null;
  readonly period: string | null;
  /** Tiles of that period that are complete. */
  readonly tiles: number;
  readonly lines: number;
  readonly ended: boolean;
}

/** An export under way: the file itself says how far it has come. */
export class ExportFile {
  private constructor(private readonly file: number, readonly place: ExportPlace) {}

  /** @throws Refusal EXPORT_MALFORMED for a file that is something else */
  static open(path: string): ExportFile {
    const { place, bytes } = existsSync(path) ? placeIn(readFileSync(path)) : { place: NOWHERE, bytes: 0 };
    const file = openSync(path, existsSync(path) ? 'r+' : 'w', 0o600);
    ftruncateSync(file, bytes);
    const opened = new ExportFile(file, place);
    opened.#at = bytes;
    return opened;
  }

  #at = 0;

  /** Rows that belong together: after a crash either all of them are found, or what is there is written again. */
  write(...rows: readonly (Row | string)[]): void {
    const bytes = Buffer.from(rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''));
    writeSync(this.file, bytes, 0, bytes.length, this.#at);
    this.#at += bytes.length;
  }

  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }
}

const NOWHERE: ExportPlace = { begin: null, period: null, tiles: 0, lines: 0, ended: false };

interface Walk {
  about: ExportRow | null;
  seal: SealRow | null;
  place: ExportPlace;
  bytes: number;
  tile: { row: TileRow; left: number } | null;
}

/** What is complete in the file: a tile counts once its last line is there. */
function placeIn(content: Buffer): { place: ExportPlace; bytes: number } {
  const walk: Walk = { about: null, seal: null, place: NOWHERE, bytes: 0, tile: null };
  for (let start = 0, end = content.indexOf(10); end >= 0; start = end + 1, end = content.indexOf(10, start)) {
    const text = content.toString('utf8', start, end);
    if (!isLedgerLine(text)) begin(rowOf(text), walk);
    else if (walk.tile) walk.tile.left -= 1;
    if (walk.tile && walk.tile.left > 0) continue;
    if (walk.tile) walk.place = { ...walk.place, tiles: walk.tile.row.index + 1, lines: walk.place.lines + bytesIn(walk.tile.row) / 32 };
    walk.tile = null;
    if (walk.seal) walk.bytes = end + 1;
  }
  return { place: { ...walk.place, begin: walk.about && walk.seal ? { about: walk.about, seal: walk.seal } : null }, bytes: walk.bytes };
}

const bytesIn = ({ hashes }: TileRow) => Buffer.from(hashes, 'base64').length;

function begin(row: Row, walk: Walk): void {
  if (row.type === 'export') walk.about = row;
  if (row.type === 'seal') walk.seal = row;
  if (row.type === 'period') walk.place = { ...walk.place, period: (row as PeriodRow).period, tiles: 0 };
  if (row.type === 'end') walk.place = { ...walk.place, ended: true };
  if (row.type === 'tile') walk.tile = { row, left: bytesIn(row) / 32 };
}

function rowOf(text: string): Row {
  try {
    return JSON.parse(text) as Row;
  } catch {
    throw Refusal.because('EXPORT_MALFORMED', '', 'amanat help ledger', 'The file is there already and is no export that could be gone on with.');
  }
}
