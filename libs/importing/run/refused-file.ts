import { closeSync, existsSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { Refusal, type Issue } from '#libs/kernel';

export interface RefusedRow {
  readonly row: number;
  readonly issues: readonly Issue[];
  /** The document that was refused; absent where no document could be made of the row. */
  readonly document?: unknown;
  /** The row as it was read, where no document could be made of it. */
  readonly source?: unknown;
}

/** The rows that were refused, one JSON object a line: for the agency alone, as it holds their documents. */
export class RefusedFile {
  #descriptor: number | undefined;
  #length: number;

  private constructor(readonly path: string, keep: number) {
    this.#length = keep;
    if (keep === 0) return;
    this.#descriptor = openSync(path, 'a', 0o600);
    ftruncateSync(this.#descriptor, keep);
  }

  /**
   * A file of another import is put aside as `….1`, `….2`, never written over.
   * @param keep bytes of an earlier run of the same import that stay
   * @throws Refusal FILE_INVALID
   */
  static open(path: string, keep: number): RefusedFile {
    try {
      if (keep === 0) putAside(path);
      return new RefusedFile(path, keep);
    } catch {
      throw Refusal.because('FILE_INVALID', '--refused', 'amanat help import', 'The file for refused rows cannot be written.');
    }
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  add(refused: RefusedRow): void {
    const line = Buffer.from(`${JSON.stringify(refused)}\n`);
    this.#descriptor ??= openSync(this.path, 'a', 0o600);
    writeSync(this.#descriptor, line);
    this.#length += line.length;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function putAside(path: string): void {
  if (!existsSync(path)) return;
  for (let number = 1; ; number += 1) if (!existsSync(`${path}.${number}`)) return renameSync(path, `${path}.${number}`);
}
