import { CLASSES } from './catalogue/classes.js';
import { ORDER, type Held, type Tree } from './assembly.js';
import { ASSEMBLERS } from './generated/assemblers.generated.js';
import type { FieldShape, RecordClass, TypeShape } from './shapes.js';

/** A tree of one class's fields. An object list is a map from item key to item; its order stands under `#` in the list's own class. */
export type Slice = Record<string, unknown>;

export interface SealedPiece {
  readonly class: RecordClass;
  /** Where the person stands: list name and the originator's own `ref`. */
  readonly list: string;
  readonly ref: string;
  readonly slice: Slice;
}

export interface Slices {
  readonly open: ReadonlyMap<RecordClass, Slice>;
  readonly sealed: readonly SealedPiece[];
}

const BIT = new Map<RecordClass, number>(CLASSES.map(({ code, bit }) => [code, bit]));

/** Without a prototype, so that no reference of an agency's can name something inherited. */
const tree = (): Slice => Object.create(null) as Slice;

/** Takes a document apart by class, as the SDL says: one slice per open class, one per sealed class and person. */
export function split(type: TypeShape, document: Tree, isSealed: (code: RecordClass) => boolean): Slices {
  const open = new Map<RecordClass, Slice>();
  const sealed = new Map<string, SealedPiece>();
  const place = (code: RecordClass, path: readonly string[], value: unknown) => {
    if (!isSealed(code)) return put(sliceOf(open, code), path, value);
    const [list = '', ref = ''] = path;
    const key = `${code}/${list}/${ref}`;
    if (!sealed.has(key)) sealed.set(key, { class: code, list, ref, slice: tree() });
    put(sealed.get(key)!.slice, path, value);
  };
  splitObject(type, document, [], place);
  return { open, sealed: [...sealed.values()] };
}

type Place = (code: RecordClass, path: readonly string[], value: unknown) => void;

function splitObject(type: TypeShape, value: Tree, path: readonly string[], place: Place): void {
  for (const field of type.fields) {
    const child = value[field.name];
    if (child === undefined || child === null) continue;
    splitField(field, child, [...path, field.name], place);
  }
}

function splitField(field: FieldShape, value: unknown, path: readonly string[], place: Place): void {
  if (!field.object) return place(field.class, path, value);
  if (!field.list) {
    place(field.class, path, tree());
    return splitObject(field.object, value as Tree, path, place);
  }
  const items = value as Tree[];
  const keys = items.map((item, index) => keyOf(item, index));
  place(field.class, [...path, ORDER], keys);
  items.forEach((item, index) => splitObject(field.object!, item, [...path, keys[index]!], place));
}

function keyOf(item: Tree, index: number): string {
  return typeof item.ref === 'string' ? item.ref : String(index);
}

function sliceOf(open: Map<RecordClass, Slice>, code: RecordClass): Slice {
  const slice = open.get(code) ?? tree();
  open.set(code, slice);
  return slice;
}

/** Marks (empty objects) never overwrite what stands there already. */
function put(slice: Slice, path: readonly string[], value: unknown): void {
  let node = slice;
  for (const step of path.slice(0, -1)) node = (node[step] ??= tree()) as Slice;
  const last = path[path.length - 1]!;
  if (isMark(value) && node[last] !== undefined) return;
  node[last] = value;
}

function isMark(value: unknown): boolean {
  return isTree(value) && Object.keys(value).length === 0;
}

/** A slice with its class; several of one class where several persons have one. */
export interface Part {
  readonly class: RecordClass;
  readonly slice: Slice;
}

/** The slices of one record at the places of their classes' bits. */
export type ByClass = Held[];

/** Of two slices of a class the first is believed; what it lacks, such as another person, is taken from the second. */
export function lay(slices: ByClass, bit: number, slice: Slice): void {
  const before = slices[bit];
  slices[bit] = before ? joined(before, slice) : slice;
}

export function byClass(parts: readonly Part[]): ByClass {
  const slices: ByClass = [];
  for (const { class: code, slice } of parts) lay(slices, BIT.get(code)!, slice);
  return slices;
}

function joined(first: Tree, second: Tree): Tree {
  const both = Object.assign(tree(), first);
  for (const [name, value] of Object.entries(second)) {
    const before = both[name];
    both[name] = before === undefined ? value : isTree(before) && isTree(value) ? joined(before, value) : before;
  }
  return both;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Puts together what is there, and nothing of a class outside `mask`, whatever the slices hold. An object or list
 * shows only where the slice that holds its existence does. Every record of every answer passes here: the code is
 * generated, straight-line, for each type.
 */
export function merge(type: TypeShape, slices: Readonly<ByClass>, mask: number): Tree {
  return ASSEMBLERS[type.name]!(slices, mask);
}
