import {
  Kind, print, type FieldNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';

/** An operation taken apart into what subgraphs answer and what the public schema answers by itself. */
export interface SplitOperation {
  /** Texts to plan: the whole query, or one text per root field of a mutation, in order. */
  readonly texts: readonly { readonly key: string; readonly text: string }[];
  /** `__schema` and `__type` with everything below, or null. */
  readonly introspection: string | null;
}

/** `root` is the operation's selection with its conditions resolved. */
export function splitOperation(operation: OperationDefinitionNode, root: SelectionSetNode): SplitOperation {
  const fields = mergeByKey(rootFields(root));
  const asked = [...fields.entries()].filter(([, field]) => !field.name.value.startsWith('__'));
  const meta = [...fields.values()].filter((field) => ['__schema', '__type'].includes(field.name.value));
  const texts = operation.operation === 'mutation'
    ? asked.map(([key, field]) => ({ key, text: textOf(operation, [field]) }))
    : asked.length > 0 ? [{ key: '', text: textOf(operation, asked.map(([, field]) => field)) }] : [];
  return { texts, introspection: meta.length > 0 ? textOf(operation, meta) : null };
}

export function rootFields(set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((selection) => selection.kind === Kind.FIELD
    ? [selection]
    : selection.kind === Kind.INLINE_FRAGMENT ? rootFields(selection.selectionSet) : []);
}

function mergeByKey(fields: readonly FieldNode[]): Map<string, FieldNode> {
  const merged = new Map<string, FieldNode>();
  for (const field of fields) {
    const key = field.alias?.value ?? field.name.value;
    const present = merged.get(key);
    merged.set(key, present?.selectionSet && field.selectionSet
      ? { ...present, selectionSet: joined(present.selectionSet, field.selectionSet) }
      : field);
  }
  return merged;
}

function joined(left: SelectionSetNode, right: SelectionSetNode): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: [...left.selections, ...right.selections] };
}

function textOf(operation: OperationDefinitionNode, fields: readonly FieldNode[]): string {
  const used = new Set<string>();
  const selections = fields.map((field) => plannable(field, used));
  return print({
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    variableDefinitions: operation.variableDefinitions?.filter((each) => used.has(each.variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
}

/** An empty selection cannot be written down, so it asks for the type's name; the answer's shape drops it again. */
function plannable<Node extends SelectionNode>(node: Node, used: Set<string>): Node {
  if (node.kind === Kind.FIELD) node.arguments?.forEach((argument) => collectVariables(argument.value, used));
  if (!('selectionSet' in node) || !node.selectionSet) return node;
  const selections = node.selectionSet.selections.map((selection) => plannable(selection, used));
  return {
    ...node,
    selectionSet: { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [TYPENAME] },
  };
}

function collectVariables(value: unknown, used: Set<string>): void {
  if (Array.isArray(value)) return value.forEach((each) => collectVariables(each, used));
  const node = value as { kind: Kind; name?: { value: string }; values?: unknown; fields?: unknown; value?: unknown };
  if (node.kind === Kind.VARIABLE) used.add(node.name!.value);
  else if (node.kind === Kind.LIST) collectVariables(node.values, used);
  else if (node.kind === Kind.OBJECT) collectVariables(node.fields, used);
  else if (node.kind === Kind.OBJECT_FIELD) collectVariables(node.value, used);
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
