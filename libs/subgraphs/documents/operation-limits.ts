import {
  GraphQLError, Kind, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext, type ValidationRule,
} from 'graphql';

/** How much one operation may ask for, fragments written out. */
export interface Limits {
  readonly depth: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  /** Lexical tokens of the document. */
  readonly tokens: number;
  /** Bytes of the request body. */
  readonly body: number;
}

export const LIMITS: Limits = { depth: 20, fields: 3_000, rootFields: 50, aliases: 200, tokens: 3_000, body: 1_048_576 };

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Fields of the outermost selection. */
  readonly outermost: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, outermost: 0 };

/** Refuses what would cost too much, and response keys that mean something to GraphQL or to JavaScript. */
export function limitOperations(limits: Limits): ValidationRule {
  return (context) => ({
    OperationDefinition(node) {
      const size = new Measure(context).of(node.selectionSet);
      const broken = size.depth > limits.depth ? 'depth'
        : size.fields > limits.fields ? 'number of fields'
          : size.aliases > limits.aliases ? 'number of aliases'
            : size.outermost > limits.rootFields ? 'number of root fields' : null;
      if (broken) context.reportError(tooComplex(`the query exceeds the hub's limit on its ${broken}`));
    },
    Field(node) {
      const key = node.alias?.value;
      if (key?.startsWith('__')) context.reportError(tooComplex('an alias uses a reserved name'));
    },
  });
}

function tooComplex(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });
}

/** Sizes with each fragment counted once and remembered, as nested fragments multiply without limit. */
class Measure {
  readonly #fragments = new Map<string, Size>();
  readonly #open = new Set<string>();

  constructor(private readonly context: ValidationContext) {}

  of(set: SelectionSetNode): Size {
    return set.selections.reduce<Size>((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return both(sum, this.#fragment(selection.name.value));
      const below = selection.selectionSet ? this.of(selection.selectionSet) : NOTHING;
      if (selection.kind === Kind.INLINE_FRAGMENT) return both(sum, below);
      return both(sum, {
        depth: below.depth + 1, fields: below.fields + 1, aliases: below.aliases + (selection.alias ? 1 : 0), outermost: 1,
      });
    }, NOTHING);
  }

  #fragment(name: string): Size {
    const known = this.#fragments.get(name);
    if (known) return known;
    const fragment: FragmentDefinitionNode | null | undefined = this.context.getFragment(name);
    // A fragment that holds itself is refused by GraphQL's own rules.
    if (!fragment || this.#open.has(name)) return NOTHING;
    this.#open.add(name);
    const size = this.of(fragment.selectionSet);
    this.#open.delete(name);
    this.#fragments.set(name, size);
    return size;
  }
}

function both(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    aliases: one.aliases + other.aliases,
    outermost: one.outermost + other.outermost,
  };
}
