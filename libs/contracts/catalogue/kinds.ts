import { RAW_KINDS, RAW_TYPES } from '../generated/kinds.generated.js';
import type { RawType } from './raw-shapes.js';
import type { FieldShape, KindShape, TypeShape } from '../shapes.js';

const linked = new Map<string, TypeShape>();

function typeShape(name: string): TypeShape {
  const known = linked.get(name);
  if (known) return known;
  const raw: RawType | undefined = RAW_TYPES[name];
  if (!raw) throw new Error(`generated shapes lack the type ${name}`);
  const fields: FieldShape[] = raw.fields.map(({ object, ...field }) =>
    Object.freeze(object === undefined ? field : { ...field, object: typeShape(object) }));
  const shape: TypeShape = Object.freeze({ ...raw, fields: Object.freeze(fields) });
  linked.set(name, shape);
  return shape;
}

/** The kinds of records by name: `KINDS.case`, `KINDS.incident`, `KINDS.alert`. */
export const KINDS: Readonly<Record<string, KindShape>> = Object.freeze(
  Object.fromEntries(RAW_KINDS.map(({ kind, type, facets }) => [kind, Object.freeze({ kind, type: typeShape(type), facets })])),
);

export function isKind(kind: string): boolean {
  return Object.hasOwn(KINDS, kind);
}
