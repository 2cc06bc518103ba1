import {
  getNamedType, isAbstractType, Kind, type FieldNode, type GraphQLSchema, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import { Refusal } from '#libs/kernel';
import type { FieldShape, ObjectShape, ValueShape } from '../answer/object-shape.js';

/** Fields of one operation once every abstract type is written out type by type. */
const MOST_FIELDS = 20_000;

/**
 * What to ask for an answer of this shape: plain fields below concrete types, one fragment per
 * possible type below abstract ones, nothing else. Planners may take sibling fragments together
 * and then ask for more than was asked; of this form they cannot.
 */
export class SelectionWriter {
  #fields = 0;

  constructor(private readonly schema: GraphQLSchema) {}

  field(shape: FieldShape): FieldNode {
    this.#fields += 1;
    if (this.#fields > MOST_FIELDS) throw Refusal.because('QUERY_TOO_COMPLEX', '', 'hub', 'the query asks for too much at once');
    const object = objectIn(shape.value);
    return {
      kind: Kind.FIELD,
      name: shape.node.name,
      alias: shape.source === shape.node.name.value ? undefined : { kind: Kind.NAME, value: shape.source },
      arguments: shape.node.arguments,
      selectionSet: object ? this.#selection(object) : undefined,
    };
  }

  #selection(object: ObjectShape): SelectionSetNode {
    const selections: SelectionNode[] = object.only === null ? [TYPENAME, ...this.#perType(object)] : this.#fieldsOf(object, object.only);
    return { kind: Kind.SELECTION_SET, selections: selections.length > 0 ? selections : [TYPENAME] };
  }

  #perType(object: ObjectShape): SelectionNode[] {
    const type = getNamedType(object.type);
    if (!isAbstractType(type)) return [];
    return this.schema.getPossibleTypes(type).flatMap(({ name }) => {
      const selections = this.#fieldsOf(object, name);
      if (selections.length === 0) return [];
      const typeCondition = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: name } };
      return [{ kind: Kind.INLINE_FRAGMENT as const, typeCondition, selectionSet: { kind: Kind.SELECTION_SET as const, selections } }];
    });
  }

  #fieldsOf(object: ObjectShape, typename: string): FieldNode[] {
    return (object.fieldsOf(typename) ?? []).filter((each) => each.meta === null).map((each) => this.field(each));
  }
}

function objectIn(value: ValueShape): ObjectShape | null {
  if (value.kind === 'list') return objectIn(value.item);
  return value.kind === 'object' ? value.object : null;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
