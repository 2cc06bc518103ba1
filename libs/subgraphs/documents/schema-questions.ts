import { Kind, visit, type DocumentNode, type SelectionSetNode } from 'graphql';

const ABOUT_SCHEMA: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Whether a document asks for the schema anywhere; `__typename` is free to all. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ name }) => { found ||= ABOUT_SCHEMA.has(name.value); } });
  return found;
}

/** Whether a document is one query about the schema alone: it names no record, and no answer holds one. */
export function isAboutSchemaAlone(document: DocumentNode): boolean {
  return document.definitions.every((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'query' && onlyMetaFields(definition.selectionSet));
}

function onlyMetaFields(set: SelectionSetNode): boolean {
  return set.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));
}
