import {
  buildASTSchema, concatAST, isObjectType, isScalarType, Kind, parse,
  type DocumentNode, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLScalarType, type GraphQLSchema,
} from 'graphql';
import type { Resolvers } from './plain-resolvers.js';

type Reference = Readonly<Record<string, unknown>>;
type ReferenceResolver = (reference: Reference, context: unknown, info: GraphQLResolveInfo) => unknown;

const REFERENCE = '__resolveReference';

/**
 * A subgraph's executable schema (Apollo Federation 2, subgraph specification): its SDL, with the
 * `_entities` and `_service` through which a gateway reaches it. Made here because the usual builder
 * cannot be had without a package under the Elastic licence (DECISIONS.md, D-021).
 */
export function federatedSchema(sdl: string, resolvers: Resolvers, scalars: Readonly<Record<string, GraphQLScalarType>> = {}): GraphQLSchema {
  const document = parse(sdl, { noLocation: true });
  // Federation's own directives are known to composition, which has checked this SDL; graphql-js would call them unknown.
  const schema = buildASTSchema(concatAST([document, machinery(document)]), { assumeValidSDL: true });
  for (const [name, scalar] of Object.entries(scalars)) adopt(schema, name, scalar);
  const references = new Map<string, ReferenceResolver>();
  for (const [name, fields] of Object.entries(resolvers)) attach(schema, name, fields, references);
  attach(schema, 'Query', {
    _service: () => ({ sdl }),
    ...('_entities' in schema.getQueryType()!.getFields() && { _entities: entitiesResolver(references, keysIn(document)) }),
  }, references);
  return schema;
}

/** The entities of a subgraph, each with the fields of its keys. @throws Error for a key inside a key, which none of ours has */
function keysIn(document: DocumentNode): Map<string, readonly string[]> {
  return new Map(document.definitions.flatMap((definition): [string, readonly string[]][] => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const keys = definition.directives?.filter(({ name }) => name.value === 'key').map((key) => key.arguments?.find(({ name }) => name.value === 'fields')?.value) ?? [];
    const fields = keys.flatMap((key) => (key?.kind === Kind.STRING ? key.value.trim().split(/\s+/) : []));
    if (fields.includes('{')) throw new Error(`${definition.name.value} has a key inside a key`);
    return keys.length === 0 ? [] : [[definition.name.value, fields]];
  }));
}

/** What the specification adds to a subgraph's own SDL. */
function machinery(document: DocumentNode): DocumentNode {
  const entities = [...keysIn(document).keys()];
  const hasQuery = document.definitions.some((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Query');
  const join = entities.length === 0 ? '' : `union _Entity = ${entities.join(' | ')}\nscalar _Any`;
  const field = entities.length === 0 ? '' : '_entities(representations: [_Any!]!): [_Entity]!';
  return parse(`${join}\ntype _Service { sdl: String }\n${hasQuery ? 'extend ' : ''}type Query { _service: _Service! ${field} }`, { noLocation: true });
}

function adopt(schema: GraphQLSchema, name: string, { serialize, parseValue, parseLiteral }: GraphQLScalarType): void {
  const type = schema.getType(name);
  if (isScalarType(type)) Object.assign(type, { serialize, parseValue, parseLiteral });
}

/** @throws Error for a resolver of a type or a field that the SDL lacks: a slip of the pen ends the start, not a query */
function attach(schema: GraphQLSchema, name: string, resolvers: Resolvers[string], references: Map<string, ReferenceResolver>): void {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`there are resolvers for ${name}, which is no object type of the schema`);
  for (const [key, resolver] of Object.entries(resolvers)) {
    if (key === REFERENCE) references.set(name, resolver as ReferenceResolver);
    else Object.assign(fieldOf(type, key), typeof resolver === 'function' ? { resolve: resolver } : resolver);
  }
}

function fieldOf(type: GraphQLObjectType, name: string) {
  const field = type.getFields()[name];
  if (!field) throw new Error(`${type.name}.${name} defined in resolvers, but not in schema`);
  return field;
}

/**
 * Each reference by the resolver of its type; a type without one is all in its key. Of a reference
 * nothing but its key is read: what else it claims would otherwise be answered as if it were so.
 */
function entitiesResolver(references: ReadonlyMap<string, ReferenceResolver>, keys: ReadonlyMap<string, readonly string[]>) {
  return (_parent: unknown, { representations }: { representations: readonly Reference[] }, context: unknown, info: GraphQLResolveInfo) =>
    representations.map(async (reference) => {
      const type = String(reference['__typename']);
      const fields = keys.get(type);
      if (!fields) return null;
      const key = Object.fromEntries(fields.flatMap((field) => (Object.hasOwn(reference, field) ? [[field, reference[field]]] : [])));
      const resolve = references.get(type);
      return named(type, resolve ? await resolve(key, context, info) : key);
    });
}

/** `_Entity` is a union: graphql-js asks the value which type it is of. Not enumerable, so that the value stays what it was. */
function named(type: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return '__typename' in value ? value : Object.defineProperty(value, '__typename', { value: type, configurable: true });
}
