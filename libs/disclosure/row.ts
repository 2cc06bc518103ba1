import { CLASSES, OPEN_CLASSES, type RecordClass } from '#libs/contracts';

/** A slice as stored: a tree of one class's fields. */
export type Slice = Record<string, unknown>;

export interface SealedSlice {
  readonly class: number;
  readonly version: number;
  readonly subject: string;
  readonly ciphertext: string;
  readonly key: string;
}

/** What PostgreSQL gives for one record: slices outside `mask` are null already. */
export interface DisclosureRow {
  readonly id: string;
  readonly version: number;
  readonly as_of: Date;
  readonly mask: number;
  readonly originator: string;
  readonly sealed: readonly SealedSlice[] | null;
  readonly [openClass: string]: unknown;
}

const OPEN_COLUMNS = OPEN_CLASSES.map((entry) => ({ class: entry.code, column: entry.code.toLowerCase() }));

/** The slices of a row by class, the sealed ones opened by `open`. */
export function slicesOf(row: DisclosureRow, open: (slice: SealedSlice) => Slice): Map<RecordClass, Slice[]> {
  const slices = new Map<RecordClass, Slice[]>();
  for (const { class: code, column } of OPEN_COLUMNS) {
    const slice = row[column] as Slice | null;
    if (slice) slices.set(code, [slice]);
  }
  for (const sealed of row.sealed ?? []) {
    const code = CLASSES[sealed.class]!.code;
    const opened = slices.get(code) ?? [];
    opened.push(open(sealed));
    slices.set(code, opened);
  }
  return slices;
}
