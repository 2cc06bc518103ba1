import {
  isAbstractType, isListType, isNonNullType, isObjectType, Kind,
  type FieldNode, type GraphQLNamedType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { sourceKey } from '../planning/source-key.js';

/** How one value of the answer looks: what it may be, and what of it the client asked for. */
export type ValueShape =
  | { readonly kind: 'leaf'; readonly nonNull: boolean }
  | { readonly kind: 'list'; readonly nonNull: boolean; readonly item: ValueShape }
  | { readonly kind: 'object'; readonly nonNull: boolean; readonly object: ObjectShape };

export interface FieldShape {
  /** In the client's answer. */
  readonly key: string;
  /** In what the subgraphs gave. */
  readonly source: string;
  /** Set for `__typename`, `__schema` and `__type`, which no subgraph answers. */
  readonly meta: string | null;
  readonly value: ValueShape;
  /** The field as first asked; its selections stand, merged, in `value`. */
  readonly node: FieldNode;
}

/**
 * The fields asked of an object, per type it may turn out to have, in the order of the client's
 * query. Compiled once per operation and per type met, then only read.
 */
export class ObjectShape {
  /** The type's name when it can be only one. */
  readonly only: string | null;
  readonly #fields = new Map<string, readonly FieldShape[] | null>();

  constructor(
    readonly type: GraphQLNamedType,
    private readonly selections: readonly SelectionSetNode[],
    private readonly schema: GraphQLSchema,
  ) {
    this.only = isObjectType(type) ? type.name : null;
  }

  /** Null when an object of that type cannot stand here, as with a type kept from clients. */
  fieldsOf(typename: string): readonly FieldShape[] | null {
    const known = this.#fields.get(typename);
    if (known !== undefined) return known;
    const fields = this.#compile(typename);
    this.#fields.set(typename, fields);
    return fields;
  }

  #compile(typename: string): readonly FieldShape[] | null {
    const type = this.schema.getType(typename);
    if (!isObjectType(type)) return null;
    if (isAbstractType(this.type) ? !this.schema.isSubType(this.type, type) : type !== this.type) return null;
    const byKey = new Map<string, FieldNode[]>();
    for (const selection of this.selections) this.#collect(type, selection, byKey);
    return [...byKey].map(([key, nodes]) => this.#field(type, key, nodes));
  }

  #collect(type: GraphQLObjectType, set: SelectionSetNode, byKey: Map<string, FieldNode[]>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = byKey.get(key);
        if (nodes) nodes.push(selection);
        else byKey.set(key, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (!condition || this.#applies(type, condition)) this.#collect(type, selection.selectionSet, byKey);
      }
    }
  }

  #applies(type: GraphQLObjectType, condition: string): boolean {
    if (type.name === condition) return true;
    const wanted = this.schema.getType(condition);
    return isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }

  #field(type: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): FieldShape {
    const node = nodes[0]!;
    const name = node.name.value;
    const selections = nodes.flatMap((each) => (each.selectionSet ? [each.selectionSet] : []));
    if (name.startsWith('__')) {
      const whole = node.selectionSet ? { ...node, selectionSet: joined(selections) } : node;
      return { key, source: key, meta: name, value: { kind: 'leaf', nonNull: name === '__schema' }, node: whole };
    }
    const field = type.getFields()[name];
    if (!field) throw new Error(`type ${type.name} has no field ${name}`);
    const source = sourceKey(name, key, Boolean(node.arguments?.length), this.only === null ? type.name : null);
    return { key, source, meta: null, value: shapeOf(field.type, selections, this.schema), node };
  }
}

function joined(sets: readonly SelectionSetNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: sets.flatMap((set) => set.selections) };
}

function shapeOf(type: GraphQLOutputType, selections: readonly SelectionSetNode[], schema: GraphQLSchema): ValueShape {
  const nonNull = isNonNullType(type);
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) return { kind: 'list', nonNull, item: shapeOf(inner.ofType, selections, schema) };
  if (isObjectType(inner) || isAbstractType(inner)) {
    return { kind: 'object', nonNull, object: new ObjectShape(inner, selections, schema) };
  }
  return { kind: 'leaf', nonNull };
}
