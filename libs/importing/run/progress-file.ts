import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { counted, NOTHING, type Tally } from './tally.js';

/** What is known to be done, as it lies on disk. */
interface Written {
  readonly form: 1;
  /** The day the import began: relative dates count from it, so that a row sent twice is the same twice. */
  readonly today: string;
  /** All rows up to this one are done, and these beyond it. */
  readonly through: number;
  readonly beyond: readonly number[];
  readonly tally: Tally;
  /** Length of the file of refused rows when this was written. */
  readonly refusedBytes: number;
}

/** Rows done so far, kept on disk so that a stopped import goes on where it was. */
export class ProgressFile {
  #through: number;
  readonly #beyond: Set<number>;
  #tally: Tally;
  #refusedBytes: number;
  #savedAt = 0;

  private constructor(private readonly file: string, readonly today: Date, before: Written) {
    this.#through = before.through;
    this.#beyond = new Set(before.beyond);
    this.#tally = before.tally;
    this.#refusedBytes = before.refusedBytes;
  }

  /** Goes on from the file when there is one, else begins before row `from`. */
  static open(file: string, today: Date, from: number): ProgressFile {
    const before = readWritten(file);
    const fresh: Written = { form: 1, today: today.toISOString(), through: from - 1, beyond: [], tally: NOTHING, refusedBytes: 0 };
    return new ProgressFile(file, before ? new Date(before.today) : today, before ?? fresh);
  }

  get tally(): Tally {
    return this.#tally;
  }

  get refusedBytes(): number {
    return this.#refusedBytes;
  }

  isDone(row: number): boolean {
    return row <= this.#through || this.#beyond.has(row);
  }

  /** Written at most ten times a second; what is lost with the process is sent again and not kept twice. */
  done(row: number, outcome: 'accepted' | 'duplicates' | 'refused', refusedBytes: number): void {
    this.#tally = counted(this.#tally, outcome);
    this.#refusedBytes = refusedBytes;
    this.#beyond.add(row);
    while (this.#beyond.delete(this.#through + 1)) this.#through += 1;
    if (Date.now() - this.#savedAt >= 100) this.save();
  }

  save(): void {
    const written: Written = {
      form: 1, today: this.today.toISOString(), through: this.#through, beyond: [...this.#beyond],
      tally: this.#tally, refusedBytes: this.#refusedBytes,
    };
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.draft`, JSON.stringify(written), { mode: 0o600 });
    renameSync(`${this.file}.draft`, this.file);
    this.#savedAt = Date.now();
  }

  /** All rows have their outcome: the next import of the file begins anew. */
  remove(): void {
    rmSync(this.file, { force: true });
  }
}

/** A file that cannot be read is no progress: the keys of the rows still keep them from doubling. */
function readWritten(file: string): Written | null {
  try {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Written;
    return written.form === 1 ? written : null;
  } catch {
    return null;
  }
}
