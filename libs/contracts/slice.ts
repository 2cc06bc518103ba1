import type { FieldShape, RecordClass, TypeShape } from './shapes.js';

/** A tree of one class's fields. An object list is a map from item key to item; its order stands under `#` in the list's own class. */
export type Slice = Record<string, unknown>;
type Tree = Record<string, unknown>;

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

const ORDER = '#';

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
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** Puts together what is there. An object or list shows only where the slice that holds its existence does. */
export function merge(type: TypeShape, slices: ReadonlyMap<RecordClass, readonly Slice[]>): Tree {
  const document: Tree = {};
  for (const field of type.fields) {
    const value = mergeField(field, slices);
    if (value !== undefined) document[field.name] = value;
  }
  return document;
}

function mergeField(field: FieldShape, slices: ReadonlyMap<RecordClass, readonly Slice[]>): unknown {
  const own = firstOf(slices.get(field.class), field.name);
  if (own === undefined || !field.object) return own;
  const inner = within(slices, field.name);
  if (!field.list) return merge(field.object, inner);
  const order = (own as Tree)[ORDER] as string[] | undefined;
  return order?.map((key) => merge(field.object!, within(inner, key)));
}

function firstOf(slices: readonly Slice[] | undefined, name: string): unknown {
  if (slices) for (const slice of slices) if (slice[name] !== undefined) return slice[name];
  return undefined;
}

/** One step down in every slice. Loops, for every object of every answer passes here. */
function within(slices: ReadonlyMap<RecordClass, readonly Slice[]>, step: string): Map<RecordClass, Slice[]> {
  const inner = new Map<RecordClass, Slice[]>();
  for (const [code, list] of slices) {
    for (const slice of list) {
      const found = slice[step] as Slice | undefined;
      if (found === undefined) continue;
      const stepped = inner.get(code);
      if (stepped) stepped.push(found);
      else inner.set(code, [found]);
    }
  }
  return inner;
}
