import { Kind } from 'graphql';

export const ROOTS = ['Query', 'Mutation', 'Subscription'];

export const objectTypes = (document) =>
  document.definitions.filter((d) => d.kind === Kind.OBJECT_TYPE_DEFINITION || d.kind === Kind.OBJECT_TYPE_EXTENSION);

export const directivesOf = (node, name) => (node.directives ?? []).filter((d) => d.name.value === name);

/** The arguments of the first such directive as a plain object, or undefined when it is absent. */
export function directive(node, name) {
  const found = directivesOf(node, name)[0];
  if (!found) return undefined;
  return Object.fromEntries((found.arguments ?? []).map((a) => [a.name.value, literal(a.value)]));
}

function literal(value) {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind === Kind.LIST) return value.values.map(literal);
  return value.value;
}

/** `[Victim!]` → { name: 'Victim', list: true } */
export function typeOf(type) {
  if (type.kind === Kind.NON_NULL_TYPE) return typeOf(type.type);
  if (type.kind === Kind.LIST_TYPE) return { ...typeOf(type.type), list: true };
  return { name: type.name.value, list: false };
}

/** One document of the files of a subgraph; root types that several files add to are merged. */
export function mergeDocuments(documents) {
  const roots = new Map();
  const definitions = [];
  for (const definition of documents.flatMap((d) => d.definitions)) {
    const name = definition.name?.value;
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !ROOTS.includes(name)) definitions.push(definition);
    else if (!roots.has(name)) roots.set(name, { ...definition, fields: [...definition.fields] });
    else roots.get(name).fields.push(...definition.fields);
  }
  return { kind: Kind.DOCUMENT, definitions: [...definitions, ...ROOTS.filter((r) => roots.has(r)).map((r) => roots.get(r))] };
}

export const description = (node) => node.description?.value.replace(/\s+/g, ' ');
