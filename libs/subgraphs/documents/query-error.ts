import { Kind, type GraphQLError } from 'graphql';
import type { GraphError } from '../answer/graph-error.js';

/** What a client is told of a document that cannot be asked: a code, fixed words and where. */
export interface QueryError extends GraphError {
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

const VALUES: ReadonlySet<string> = new Set([
  Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.NULL, Kind.ENUM, Kind.LIST, Kind.OBJECT, Kind.OBJECT_FIELD,
]);

const WORDS: Readonly<Record<string, string>> = {
  [Kind.FIELD]: 'a field of the query does not fit the schema',
  [Kind.ARGUMENT]: 'an argument of the query does not fit the schema',
  [Kind.DIRECTIVE]: 'a directive of the query does not fit its place',
  [Kind.VARIABLE]: 'a variable of the query does not fit its place',
  [Kind.VARIABLE_DEFINITION]: 'a variable of the query is not declared as it must be',
  [Kind.NAMED_TYPE]: 'a type of the query does not fit the schema',
  [Kind.FRAGMENT_SPREAD]: 'a fragment of the query does not fit its place',
  [Kind.INLINE_FRAGMENT]: 'a fragment of the query does not fit its place',
  [Kind.FRAGMENT_DEFINITION]: 'a fragment of the query is not as it must be',
  [Kind.OPERATION_DEFINITION]: 'an operation of the query is not as it must be',
};

export function malformed(error: GraphQLError): QueryError {
  return error.message.includes('Document contains more')
    ? tooComplex('number of tokens')
    : { message: 'the query is not GraphQL', ...placed(error), extensions: { code: 'QUERY_MALFORMED' } };
}

/** graphql-js names types, fields and values, and guesses at what was meant; of all that only the place is passed on. */
export function invalid(error: GraphQLError): QueryError {
  const kinds = error.nodes?.map(({ kind }) => kind) ?? [];
  const message = kinds.some((kind) => VALUES.has(kind))
    ? 'a value in the query is not of the type that its place asks for'
    : WORDS[kinds[0] ?? ''] ?? 'the query does not fit the schema';
  return { message, ...placed(error), extensions: { code: 'QUERY_INVALID' } };
}

/** `limit` in words, such as `depth`. */
export function tooComplex(limit: string): QueryError {
  return { message: `the query exceeds the hub's limit on its ${limit}`, extensions: { code: 'QUERY_TOO_COMPLEX' } };
}

function placed(error: GraphQLError): Pick<QueryError, 'locations'> {
  return error.locations?.length ? { locations: error.locations.map(({ line, column }) => ({ line, column })) } : {};
}
