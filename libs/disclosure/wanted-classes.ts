import { Kind, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { KINDS, maskOf, type TypeShape } from '#libs/contracts';

/** What of a resolver's `info` says which fields were asked for. */
export interface Asked {
  readonly fieldNodes: readonly FieldNode[];
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Whose, how handled, and that it exists: every answer about a record says so much. */
const ALWAYS = maskOf('REFERENCE');

/** A compiled query brings the same nodes each time: worked out once, forgotten with the query. */
const known = new WeakMap<readonly FieldNode[], Map<string, number>>();

/**
 * Mask of the classes that a question asks for, so that no others are opened, decrypted or entered in the
 * ledger as disclosed (LED art. 4(1)(c): no more than the purpose needs). `path` leads from the resolver's
 * field to the record, such as `edges`, `node`. What a condition may leave out counts as asked.
 */
export function wantedClasses(asked: Asked, kind: string, path: readonly string[] = []): number {
  const key = `${kind}/${path.join('/')}`;
  const masks = known.get(asked.fieldNodes) ?? new Map<string, number>();
  known.set(asked.fieldNodes, masks);
  const before = masks.get(key);
  if (before !== undefined) return before;
  const type = KINDS[kind]!.type;
  const sets = path.reduce((found, step) => within(fieldsIn(found, asked.fragments), step), selectionSets(asked.fieldNodes));
  const mask = ALWAYS | classesAsked(type, sets, asked);
  masks.set(key, mask);
  return mask;
}

function classesAsked(type: TypeShape, sets: readonly SelectionSetNode[], asked: Asked): number {
  const nodes = fieldsIn(sets, asked.fragments, type.name);
  return type.fields.reduce((mask, field) => {
    const chosen = nodes.filter(({ name }) => name.value === field.name);
    if (chosen.length === 0) return mask;
    const inner = field.object ? classesAsked(field.object, selectionSets(chosen), asked) : 0;
    return mask | maskOf(field.class) | inner;
  }, 0);
}

function within(nodes: readonly FieldNode[], step: string): SelectionSetNode[] {
  return selectionSets(nodes.filter(({ name }) => name.value === step));
}

function selectionSets(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
}

/** The fields of these selections, fragments taken apart; fragments on another type than `type` are not for it. */
function fieldsIn(sets: readonly SelectionSetNode[], fragments: Asked['fragments'], type?: string): FieldNode[] {
  return sets.flatMap(({ selections }) => selections.flatMap((selection): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
    const on = fragment?.typeCondition?.name.value;
    if (!fragment || (type !== undefined && on !== undefined && on !== type)) return [];
    return fieldsIn([fragment.selectionSet], fragments, type);
  }));
}
