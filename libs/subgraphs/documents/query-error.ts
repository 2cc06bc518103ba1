import { GraphQLError, Kind, type ASTNode } from 'graphql';
import type { GraphError } from '../answer/graph-error.js';

/** What a client is told of a document that cannot be asked; literals in it are not repeated. */
export interface QueryError extends GraphError {
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
}

const VALUES: ReadonlySet<string> = new Set([
  Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.NULL, Kind.ENUM, Kind.LIST, Kind.OBJECT, Kind.OBJECT_FIELD,
]);

export function malformed(error: GraphQLError): QueryError {
  const tokens = error.message.includes('token limit') || error.message.includes('Document contains more');
  return tokens
    ? { message: "the query exceeds the hub's limit on its number of tokens", extensions: { code: 'QUERY_TOO_COMPLEX' } }
    : { message: 'the query is not GraphQL', ...placed(error), extensions: { code: 'QUERY_MALFORMED' } };
}

export function invalid(error: GraphQLError): QueryError {
  const code = error.extensions['code'] === 'QUERY_TOO_COMPLEX' ? 'QUERY_TOO_COMPLEX' : 'QUERY_INVALID';
  const message = error.nodes?.some(isValue) ? 'a value in the query is not of the type that its place asks for' : plain(error.message);
  return { message, ...placed(error), extensions: { code } };
}

function isValue(node: ASTNode): boolean {
  return VALUES.has(node.kind);
}

function plain(message: string): string {
  return message.replace(/ ?Did you mean [^?]*\?/, '');
}

function placed(error: GraphQLError): Pick<QueryError, 'locations'> {
  return error.locations?.length ? { locations: error.locations.map(({ line, column }) => ({ line, column })) } : {};
}
