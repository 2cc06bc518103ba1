import { Kind, print, visit, type FieldNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { ObjectShape } from '../answer/object-shape.js';
import { SelectionWriter } from './selection-writer.js';

/** An operation taken apart into what subgraphs answer and what the public schema answers by itself. */
export interface SplitOperation {
  /** Texts to plan: the whole query, or one text per root field of a mutation, in order. */
  readonly texts: readonly { readonly key: string; readonly text: string }[];
  /** `__schema` and `__type` with everything below, or null. */
  readonly introspection: string | null;
}

/** `shape` is that of the whole answer, with conditions decided. */
export function splitOperation(operation: OperationDefinitionNode, shape: ObjectShape, schema: GraphQLSchema): SplitOperation {
  const fields = shape.fieldsOf(shape.only ?? '') ?? [];
  const meta = fields.filter((field) => field.meta === '__schema' || field.meta === '__type').map((field) => field.node);
  const writer = new SelectionWriter(schema);
  const asked = fields.filter((field) => field.meta === null).map((field) => ({ key: field.key, node: writer.field(field) }));
  const texts = operation.operation === 'mutation'
    ? asked.map(({ key, node }) => ({ key, text: printed(operation, [node]) }))
    : asked.length > 0 ? [{ key: '', text: printed(operation, asked.map(({ node }) => node)) }] : [];
  return { texts, introspection: meta.length > 0 ? printed(operation, meta) : null };
}

function printed(operation: OperationDefinitionNode, selections: readonly FieldNode[]): string {
  const used = new Set<string>();
  for (const field of selections) visit(field, { Variable: (node) => void used.add(node.name.value) });
  return print({
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    variableDefinitions: operation.variableDefinitions?.filter((each) => used.has(each.variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
}
