/** What the generated assemblers stand on. */
export type Tree = Record<string | number, unknown>;

/** The slice of one class, or what it holds of one object, if anything. */
export type Held = Tree | null | undefined;

/** Under this name a list's own class keeps the keys of its items, in their order. */
export const ORDER = '#';

/** What a slice holds under a key that an agency may have chosen: never what every object inherits. */
export function at(slice: Tree, key: string): Held {
  const found = slice[key];
  return typeof found === 'object' && found !== null && found !== Object.prototype ? found as Tree : undefined;
}

/** Undefined where the list is not of this class any more. */
export const orderOf = (list: Tree): readonly string[] | undefined => list[ORDER] as readonly string[] | undefined;
