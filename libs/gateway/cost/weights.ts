import { getNamedType, isListType, isNonNullType, type GraphQLField, type GraphQLOutputType } from 'graphql';
import { SEALED_CLASSES } from '#libs/contracts';

/**
 * What an answer costs, in units of one open field rendered. Documented for integrators in
 * schemas/README.md's sense: the same text costs the same for every caller, whatever it finds.
 */
export const WEIGHT = {
  field: 1,
  /** A field of a sealed class: its slice is decrypted. */
  sealed: 5,
  /** A record or other entity, found again by its key. */
  entity: 10,
} as const;

/** How long a list is taken to be where its length is not asked for. */
export const LENGTH = {
  /** Of records and other entities: what the hub gives when nobody says how many. */
  entities: 50,
  /** Of values inside a record. */
  values: 5,
  /** The longest page there is; who asks for more is refused by the page itself. */
  longest: 100,
} as const;

const SEALED: ReadonlySet<string> = new Set(SEALED_CLASSES.map(({ code }) => code));

export function weightOf(field: GraphQLField<unknown, unknown>): number {
  return SEALED.has(classOf(field)) ? WEIGHT.sealed : WEIGHT.field;
}

function classOf({ astNode }: GraphQLField<unknown, unknown>): string {
  const classified = astNode?.directives?.find(({ name }) => name.value === 'classified');
  const value = classified?.arguments?.find(({ name }) => name.value === 'as')?.value;
  return value && 'value' in value ? String(value.value) : '';
}

/** Items of a list of these when nobody says how many. */
export function usualLength(type: GraphQLOutputType, entities: ReadonlySet<string>): number {
  return entities.has(getNamedType(type).name) ? LENGTH.entities : LENGTH.values;
}

/** How many lists lie in each other: 2 for `[[Int!]]`. */
export function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType as GraphQLOutputType);
  return isListType(type) ? 1 + listDepth(type.ofType as GraphQLOutputType) : 0;
}
