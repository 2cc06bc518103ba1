import {
  getNamedType, getOperationAST, isCompositeType, Kind, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef, isInterfaceType, isObjectType,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema,
  type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { FREE, costWith, multiplied, sumOf, within, type Cost, type Times, type Variables } from './cost-tree.js';
import { LENGTH, listDepth, usualLength, WEIGHT, weightOf } from './weights.js';

const META: readonly GraphQLField<unknown, unknown>[] = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef];

/**
 * What a validated document may cost at the most: each field by its weight, times the length of every
 * list that it stands in. Known from text, schema and variables alone, before anything is asked.
 */
export class CostModel {
  readonly #costs = new WeakMap<DocumentNode, Map<string, Cost>>();

  /** `entities`: names of the types that are found again by a key. */
  constructor(private readonly schema: GraphQLSchema, private readonly entities: ReadonlySet<string>) {}

  /** In units; without variables, with the dearest that there could be. */
  costOf(document: DocumentNode, operationName: string | null | undefined, variables: Variables | null): number {
    const named = this.#costs.get(document) ?? new Map<string, Cost>();
    this.#costs.set(document, named);
    const name = operationName ?? '';
    const cost = named.get(name) ?? this.#measured(document, operationName);
    named.set(name, cost);
    return costWith(cost, variables);
  }

  #measured(document: DocumentNode, operationName: string | null | undefined): Cost {
    const operation = getOperationAST(document, operationName);
    const root = operation && this.schema.getRootType(operation.operation);
    return root ? new Reading(this.schema, this.entities, document, operation).of(operation.selectionSet, root) : FREE;
  }
}

/** One operation, read from the root; a fragment is read once per document. */
class Reading {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #read = new Map<string, Cost>();
  readonly #defaults = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema, private readonly entities: ReadonlySet<string>,
    document: DocumentNode, operation: OperationDefinitionNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
    for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
      if (defaultValue?.kind === Kind.INT) this.#defaults.set(variable.name.value, Number(defaultValue.value));
    }
  }

  /** `page`: how long the lists directly below are, where the field above says so by `first`. */
  of(set: SelectionSetNode, parent: GraphQLNamedType, page: Times | null = null): Cost {
    return sumOf(set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, parent, page);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value, page);
      const type = selection.typeCondition ? this.schema.getType(selection.typeCondition.name.value) : parent;
      return type ? this.of(selection.selectionSet, type, page) : FREE;
    }));
  }

  #fragment(name: string, page: Times | null): Cost {
    const key = `${name} ${JSON.stringify(page)}`;
    const known = this.#read.get(key);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    const type = fragment && this.schema.getType(fragment.typeCondition.name.value);
    const cost = type ? this.of(fragment.selectionSet, type, page) : FREE;
    this.#read.set(key, cost);
    return cost;
  }

  #field(node: FieldNode, parent: GraphQLNamedType, page: Times | null): Cost {
    const field = this.#definition(node, parent);
    if (!field) return FREE;
    const lists = listDepth(field.type);
    const named = getNamedType(field.type);
    const asked = this.#first(node, field);
    const below = node.selectionSet && isCompositeType(named) ? this.of(node.selectionSet, named, lists === 0 ? asked : null) : FREE;
    const item = sumOf([{ fixed: this.entities.has(named.name) ? WEIGHT.entity : 0, open: [] }, below]);
    const length = asked ?? page ?? usualLength(field.type, this.entities);
    const items = lists === 0 ? item : multiplied(length, multiplied(LENGTH.values ** (lists - 1), item));
    return sumOf([{ fixed: weightOf(field), open: [] }, items]);
  }

  #definition({ name }: FieldNode, parent: GraphQLNamedType): GraphQLField<unknown, unknown> | undefined {
    const meta = META.find((each) => each.name === name.value);
    return meta ?? (isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined);
  }

  /** The length asked for by `first`; null where the field has no such argument. */
  #first(node: FieldNode, field: GraphQLField<unknown, unknown>): Times | null {
    const definition = field.args.find(({ name }) => name === 'first');
    if (!definition) return null;
    const usual = typeof definition.defaultValue === 'number' ? definition.defaultValue : LENGTH.entities;
    const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (value?.kind === Kind.INT) return within(Number(value.value), LENGTH.longest);
    if (value?.kind !== Kind.VARIABLE) return usual;
    const otherwise = within(this.#defaults.get(value.name.value) ?? usual, LENGTH.longest);
    return { variable: value.name.value, otherwise, most: LENGTH.longest };
  }
}
