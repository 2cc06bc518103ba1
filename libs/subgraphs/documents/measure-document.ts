import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Limits } from './limits.js';

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of the outermost selection. */
  readonly rootFields: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0, rootFields: 0 };
const WORDS: Readonly<Record<keyof Limits, string>> = {
  depth: 'depth', fields: 'number of fields', rootFields: 'number of root fields', aliases: 'number of aliases',
  directives: 'number of directives', fragments: 'number of fragments', operations: 'number of operations', tokens: 'number of tokens',
};

/**
 * Which limit a document breaks, in words, or null. Looks at the text alone and takes time proportional
 * to it, so it comes before the rules of GraphQL, some of which compare all fields with all others.
 */
export function brokenLimit(document: DocumentNode, limits: Limits): string | null {
  const measure = new Measure(document);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const counts = { operations: operations.length, fragments: measure.fragments.size };
  const sizes = operations.map((operation) => plus(measure.of(operation.selectionSet), operation.directives?.length ?? 0));
  const broken = [counts, ...sizes].flatMap((size: Partial<Limits>) =>
    (Object.keys(size) as (keyof Limits)[]).filter((name) => size[name]! > limits[name]));
  return broken.length > 0 ? WORDS[broken[0]!] : null;
}

/** Sizes with each fragment counted once and remembered, as nested fragments multiply without limit. */
class Measure {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #sizes = new Map<string, Size>();
  readonly #open = new Set<string>();

  constructor(document: DocumentNode) {
    this.fragments = new Map(document.definitions.flatMap((definition) =>
      (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])));
  }

  of(set: SelectionSetNode): Size {
    return set.selections.reduce((sum, selection) => both(sum, plus(this.#selection(selection), selection.directives?.length ?? 0)), NOTHING);
  }

  #selection(selection: SelectionNode): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    const below = selection.selectionSet ? this.of(selection.selectionSet) : NOTHING;
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    return { ...below, depth: below.depth + 1, fields: below.fields + 1, aliases: below.aliases + (selection.alias ? 1 : 0), rootFields: 1 };
  }

  #fragment(name: string): Size {
    const known = this.#sizes.get(name);
    if (known) return known;
    const fragment = this.fragments.get(name);
    // A fragment that holds itself is refused by GraphQL's own rules.
    if (!fragment || this.#open.has(name)) return NOTHING;
    this.#open.add(name);
    const size = plus(this.of(fragment.selectionSet), fragment.directives?.length ?? 0);
    this.#open.delete(name);
    this.#sizes.set(name, size);
    return size;
  }
}

function plus(size: Size, directives: number): Size {
  return directives === 0 ? size : { ...size, directives: size.directives + directives };
}

function both(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    rootFields: one.rootFields + other.rootFields,
  };
}
