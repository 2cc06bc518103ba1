import { OPEN_CLASSES, lay, type ByClass, type Slice } from '#libs/contracts';

export interface SealedSlice {
  readonly class: number;
  readonly version: number;
  readonly subject: string;
  readonly ciphertext: string;
  /** Name of the key in the key store. */
  readonly key: string;
}

/** A column of a lot: a value for each record, in the records' order. */
type Column<Value> = readonly Value[];

/** Records as PostgreSQL gives them, by columns: slices outside a record's `mask` are null already. */
export interface Lot {
  readonly id: Column<string>;
  readonly version: Column<number>;
  /** Moments as PostgreSQL writes them, to the microsecond. */
  readonly as_of: Column<string>;
  readonly mask: Column<number>;
  readonly originator: Column<string>;
  /** Null where the lot is of deliveries: nothing sealed travels. */
  readonly sealed?: Column<readonly SealedSlice[] | null>;
  readonly erase_at?: Column<string>;
  /** Of a look-up by a facet, the value that the record was found by. */
  readonly value?: Column<string>;
  /** Of several renderings in one statement, the number of this one. */
  readonly rendering?: string;
  readonly [openClass: string]: unknown;
}

const OPEN_COLUMNS = OPEN_CLASSES.map(({ bit, code }) => ({ bit, column: code.toLowerCase() }));

/** One record of a lot. */
export interface Place {
  readonly lot: Lot;
  readonly nth: number;
}

/** Names of the keys that these lots need. */
export function keysIn(lots: readonly Lot[]): string[] {
  return lots.flatMap((lot) => (lot.sealed ?? []).flatMap((slices) => (slices ?? []).map(({ key }) => key)));
}

/** The slices of the record at a place, the sealed ones opened by `open`, which gives null for what cannot be opened any more. */
export function slicesAt({ lot, nth }: Place, open: (slice: SealedSlice) => Slice | null): ByClass {
  const slices: ByClass = [];
  for (const { bit, column } of OPEN_COLUMNS) slices[bit] = (lot[column] as Column<Slice | null>)[nth];
  for (const sealed of lot.sealed?.[nth] ?? []) {
    const slice = open(sealed);
    if (slice) lay(slices, sealed.class, slice);
  }
  return slices;
}

/** What `make` makes of every record of these lots, in their order. */
export function fromLots<Made>(lots: readonly Lot[], make: (place: Place) => Made): Made[] {
  return lots.flatMap((lot) => lot.id.map((_, nth) => make({ lot, nth })));
}
