import type { Disclosed, RecordPage, RecordView } from '#libs/disclosure';
import { cursorOf } from '../actions/find-records.js';

export interface RecordConnection {
  readonly edges: readonly { readonly cursor: string; readonly node: Disclosed<RecordView> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A page as GraphQL connections have it (Relay cursor connections). */
export function connectionOf(page: Disclosed<RecordPage>): RecordConnection {
  const edges = page.records.map((node) => ({ cursor: cursorOf(node), node }));
  return { edges, pageInfo: { hasNextPage: page.hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}
