import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { reshape, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { OddLookUps, type OddLookUp, type OddLookUpPage } from '../actions/odd-look-ups.js';

interface Context {
  readonly caller: Caller;
}

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Odd look-ups as an exit: of the caller's own agency, for its data-protection officer. */
@Resolver()
export class OddLookUpQueries {
  constructor(@Inject(OddLookUps) private readonly lookUps: OddLookUps) {}

  @Query('oddLookUps')
  async oddLookUps(_parent: unknown, args: { status?: string; after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return reshape(await this.lookUps.page(caller, args), connectionOf);
  }

  @Mutation('closeOddLookUp')
  closeOddLookUp(_parent: unknown, args: { id: string; outcome: string }, { caller }: Context): Promise<Disclosed<OddLookUp>> {
    return this.lookUps.close(caller, args);
  }
}

function connectionOf({ found, hasNextPage }: OddLookUpPage): Connection {
  const edges = found.map(({ cursor, ...node }) => ({ cursor, node }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}
