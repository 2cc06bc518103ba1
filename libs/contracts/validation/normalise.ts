import { codelistNamed } from '../catalogue/codelists.js';
import { KINDS } from '../catalogue/kinds.js';
import type { FieldShape, TypeShape } from '../shapes.js';

type Document = Record<string, unknown>;
type Rewrite = (value: unknown, parent: Document) => unknown;

const compiled = new Map<string, readonly (readonly [string, Rewrite])[]>();

/**
 * The one form in which a valid document is stored: aliases become codes, texts NFC, absent fields
 * absent, sets without repetitions, fields in the order of the SDL. Idempotent. Call it after `validate`.
 */
export function normalise(kind: string, document: unknown): Document {
  const shape = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!shape) throw new TypeError('no such kind');
  return rewriteObject(shape.type, document as Document);
}

function rewriteObject(type: TypeShape, value: Document): Document {
  const result: Document = {};
  for (const [name, rewrite] of rewritesOf(type)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined && given !== null) result[name] = rewrite(given, value);
  }
  return result;
}

function rewritesOf(type: TypeShape): readonly (readonly [string, Rewrite])[] {
  const known = compiled.get(type.name);
  if (known) return known;
  const rewrites = type.fields.filter((field) => !field.minted).map((field) => [field.name, rewriteOf(field)] as const);
  compiled.set(type.name, rewrites);
  return rewrites;
}

function rewriteOf(field: FieldShape): Rewrite {
  const one: Rewrite = field.object ? (value) => rewriteObject(field.object!, value as Document) : scalarRewrite(field);
  if (!field.list) return one;
  const isSet = Boolean(field.codelist) || field.format === 'AGENCY';
  return (value, parent) => {
    const items = (value as unknown[]).map((item) => one(item, parent));
    return isSet ? [...new Set(items)] : items;
  };
}

function scalarRewrite(field: FieldShape): Rewrite {
  if (field.codelist) return codeRewrite(field, field.codelist);
  if (field.format === 'CNIC') return (value) => String(value).replaceAll('-', '').replace(/^(\d{5})(\d{7})(\d)$/u, '$1-$2-$3');
  if (field.format === 'NAME') return (value) => String(value).normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (field.type === 'String') return (value) => String(value).normalize('NFC');
  return (value) => value;
}

function codeRewrite({ codelistWithin }: FieldShape, name: string): Rewrite {
  const list = codelistNamed(name);
  return (value, parent) => {
    if (!codelistWithin) return list.canonical(String(value)) ?? value;
    const prefix = `${String(parent[codelistWithin])}:`;
    return list.canonical(prefix + String(value))?.slice(prefix.length) ?? value;
  };
}
