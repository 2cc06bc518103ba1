import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/**
 * Dates travel as text in both directions and are judged by `validate`, so that the API refuses a
 * bad date with the same coded error as the topics, and no GraphQL error repeats the value.
 */
function textual(name: 'Date' | 'DateTime', serialise: (value: Date) => string): GraphQLScalarType {
  const asText = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} is a text`);
    return value;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => (value instanceof Date ? serialise(value) : value),
    parseValue: asText,
    parseLiteral: (node) => asText(valueFromASTUntyped(node)),
  });
}

/** Resolvers of the custom scalars, for every subgraph. */
export const SCALARS = {
  Date: textual('Date', (value) => value.toISOString().slice(0, 10)),
  DateTime: textual('DateTime', (value) => value.toISOString()),
  JSON: new GraphQLScalarType({
    name: 'JSON', serialize: (value) => value, parseValue: (value) => value, parseLiteral: (node) => valueFromASTUntyped(node),
  }),
} as const;
