import {
  Kind, type DirectiveNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type InlineFragmentNode,
  type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const found = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) found.set(definition.name.value, definition);
  }
  return found;
}

/** Names of the variables that decide `@skip` and `@include` anywhere in the operation, sorted. */
export function conditionVariables(operation: OperationDefinitionNode, fragments: Fragments): string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const walk = (selections: SelectionSetNode): void => {
    for (const selection of selections.selections) {
      for (const directive of selection.directives ?? []) {
        const value = conditionOf(directive);
        if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment && !seen.has(selection.name.value)) {
          seen.add(selection.name.value);
          walk(fragment.selectionSet);
        }
      } else if (selection.selectionSet) walk(selection.selectionSet);
    }
  };
  walk(operation.selectionSet);
  return [...names].sort();
}

/**
 * The selection with fragments written out and `@skip`/`@include` decided. Deciding them before
 * planning keeps the planner's handling of conditions, where planners are weakest, out of play.
 * A selection set may come out empty: everything in it was skipped.
 */
export function resolveConditions(
  set: SelectionSetNode, fragments: Fragments, variables: Readonly<Record<string, unknown>>,
): SelectionSetNode {
  const selections: SelectionNode[] = [];
  for (const selection of set.selections) {
    if (!included(selection.directives, variables)) continue;
    const resolved = resolveSelection(selection, fragments, variables);
    if (resolved) selections.push(resolved);
  }
  return { kind: Kind.SELECTION_SET, selections };
}

function resolveSelection(
  selection: SelectionNode, fragments: Fragments, variables: Readonly<Record<string, unknown>>,
): FieldNode | InlineFragmentNode | null {
  if (selection.kind === Kind.FIELD) {
    const selectionSet = selection.selectionSet && resolveConditions(selection.selectionSet, fragments, variables);
    return { ...selection, directives: [], selectionSet };
  }
  const source = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
  if (!source) return null;
  const selectionSet = resolveConditions(source.selectionSet, fragments, variables);
  if (selectionSet.selections.length === 0) return null;
  return { kind: Kind.INLINE_FRAGMENT, typeCondition: source.typeCondition, directives: [], selectionSet };
}

function included(directives: readonly DirectiveNode[] | undefined, variables: Readonly<Record<string, unknown>>): boolean {
  for (const directive of directives ?? []) {
    const value = conditionOf(directive);
    if (!value) continue;
    const decided = value.kind === Kind.VARIABLE
      ? variables[value.name.value] === true
      : value.kind === Kind.BOOLEAN && value.value;
    if (decided === (directive.name.value === 'skip')) return false;
  }
  return true;
}

function conditionOf(directive: DirectiveNode) {
  if (directive.name.value !== 'skip' && directive.name.value !== 'include') return undefined;
  return directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
}
