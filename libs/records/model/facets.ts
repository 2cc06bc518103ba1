import { CLASSES, type KindShape } from '#libs/contracts';

export interface FacetValue {
  readonly facet: string;
  readonly value: string;
  /** Bit of the field's class: the facet exists only for audiences that see it. */
  readonly classBit: number;
}

const BIT = new Map(CLASSES.map((entry) => [entry.code, entry.bit]));

/** The values of a document that may be filtered by, lists taken apart, each once. */
export function facetsOf(shape: KindShape, document: unknown): FacetValue[] {
  return shape.facets.flatMap(({ name, path, class: code }) =>
    [...new Set(valuesAt(document, path))].map((value) => ({
      facet: `${shape.kind}.${name}`, value, classBit: BIT.get(code)!,
    })));
}

function valuesAt(node: unknown, path: readonly string[]): string[] {
  if (node === undefined || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return [String(node)];
  return valuesAt((node as Record<string, unknown>)[step], rest);
}
