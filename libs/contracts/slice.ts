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

/** A slice with its class; several of one class where several persons have one. */
export interface Part {
  readonly class: RecordClass;
  readonly slice: Slice;
}

/**
 * Puts together what is there, in the order of the parts. An object or list shows only where the slice that
 * holds its existence does. Every record of every answer passes here: what is walked is what the parts hold,
 * not what a record might have.
 */
export function merge(type: TypeShape, parts: readonly Part[]): Tree {
  const fields = fieldsOf(type);
  const document: Tree = {};
  for (const { class: code, slice } of parts) {
    for (const name in slice) {
      const field = fields.get(name);
      if (field?.class !== code || document[name] !== undefined) continue;
      document[name] = field.object ? mergeObject(field, field.object, slice[name] as Tree, parts) : slice[name];
    }
  }
  return document;
}

function mergeObject({ name, list }: FieldShape, type: TypeShape, own: Tree, parts: readonly Part[]): unknown {
  const inner = within(parts, name);
  if (!list) return merge(type, inner);
  const order = own[ORDER] as readonly string[] | undefined;
  return order?.map((key) => merge(type, within(inner, key)));
}

/** One step down in every part. */
function within(parts: readonly Part[], step: string): Part[] {
  const inner: Part[] = [];
  for (const { class: code, slice } of parts) {
    const found = slice[step] as Slice | undefined;
    if (found !== undefined) inner.push({ class: code, slice: found });
  }
  return inner;
}

const named = new WeakMap<TypeShape, ReadonlyMap<string, FieldShape>>();

function fieldsOf(type: TypeShape): ReadonlyMap<string, FieldShape> {
  const known = named.get(type);
  if (known) return known;
  const fields = new Map(type.fields.map((field) => [field.name, field]));
  named.set(type, fields);
  return fields;
}
