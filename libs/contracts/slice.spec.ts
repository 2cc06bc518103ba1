import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALL_CLASSES, CLASSES, SEALED_CLASSES } from './catalogue/classes.js';
import { KINDS } from './catalogue/kinds.js';
import type { FieldShape, TypeShape } from './shapes.js';
import { byClass, merge, split, type Part } from './slice.js';

type Tree = Record<string, unknown>;
const SEALED = new Set(SEALED_CLASSES.map(({ code }) => code));
const BIT = new Map(CLASSES.map(({ code, bit }) => [code, 1 << bit]));
/** Of an agency's choosing: such as every object has by itself, too. */
const REFS = ['constructor', '__proto__', '1'];
const kinds = Object.values(KINDS).map(({ kind, type }) => [kind, type] as const);

/** Any document of a type, valid or not: what counts here is where a field stands. */
function documentOf(type: TypeShape): fc.Arbitrary<Tree> {
  const fields = type.fields.filter(({ name }) => name !== 'ref').map((field) => [field.name, valueOf(field)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }).map((tree) => ({ ...tree }));
}

function valueOf({ object, list, type }: FieldShape): fc.Arbitrary<unknown> {
  if (object === undefined) return list ? fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }) : type === 'Boolean' ? fc.boolean() : fc.string({ minLength: 1 });
  if (!list) return documentOf(object);
  const known = object.fields.some(({ name }) => name === 'ref');
  return fc.array(documentOf(object), { maxLength: 3 }).map((items) => (known ? items.map((item, place) => ({ ...item, ref: REFS[place]! })) : items));
}

function partsOf(type: TypeShape, document: Tree): Part[] {
  const { open, sealed } = split(type, document, (code) => SEALED.has(code));
  const parts = [...[...open].map(([code, slice]) => ({ class: code, slice })), ...sealed];
  return parts.map(({ class: code, slice }) => ({ class: code, slice: JSON.parse(JSON.stringify(slice)) }));
}

/** A document less every field whose class is shut, or stands in one that is. */
function shownOf(type: TypeShape, document: Tree, mask: number): Tree {
  const fields = type.fields.filter(({ name, class: code }) => document[name] !== undefined && (mask & BIT.get(code)!) !== 0);
  return Object.fromEntries(fields.map((field) => [field.name, shownValue(field, document[field.name], mask)]));
}

function shownValue({ object, list }: FieldShape, value: unknown, mask: number): unknown {
  if (!object) return value;
  return list ? (value as Tree[]).map((item) => shownOf(object, item, mask)) : shownOf(object, value as Tree, mask);
}

describe.each(kinds)('the slices of a document of the kind "%s"', (_kind, type) => {
  it('together give the document again', () => {
    fc.assert(fc.property(documentOf(type), (document) => {
      expect(merge(type, byClass(partsOf(type, document)), ALL_CLASSES)).toEqual(document);
    }));
  });

  it('of some classes give what those classes hold, and nothing that stands in another', () => {
    fc.assert(fc.property(documentOf(type), fc.nat({ max: ALL_CLASSES }), (document, mask) => {
      expect(merge(type, byClass(partsOf(type, document)), mask)).toEqual(shownOf(type, document, mask));
    }));
  });
});
