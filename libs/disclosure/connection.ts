import { reshape, type Disclosed } from './disclosed.js';

/** What was found of a list, each with its own cursor. */
export interface FoundPage {
  readonly found: readonly { readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

/** The same as GraphQL gives it (Relay: cursor connections). */
export interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A disclosed page as a connection: one way for every list that holds no records. */
export function connected(page: Disclosed<FoundPage>): Disclosed<Connection> {
  return reshape(page, ({ found, hasNextPage }) => {
    const edges = found.map(({ cursor, ...node }) => ({ cursor, node }));
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
  });
}
