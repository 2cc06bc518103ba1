import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { reshape, type Disclosed } from '#libs/disclosure';
import type { Context, Receipt } from '#libs/records';
import { ActOnLimits } from '../actions/act-on-limits.js';
import { ReadLimits, type LimitPage, type PageAsked } from '../actions/read-limits.js';

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Time limits as an exit, and what their originator does about them. */
@Resolver()
export class LimitQueries {
  constructor(@Inject(ReadLimits) private readonly limits: ReadLimits, @Inject(ActOnLimits) private readonly act: ActOnLimits) {}

  @Query('holds')
  async holds(_parent: unknown, args: PageAsked & { open?: boolean | null }, { caller }: Context): Promise<Disclosed<Connection>> {
    return reshape(await this.limits.holds(caller, args), connectionOf);
  }

  @Query('erasures')
  async erasures(_parent: unknown, args: PageAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return reshape(await this.limits.erasures(caller, args), connectionOf);
  }

  @Query('dueReviews')
  async dueReviews(_parent: unknown, args: PageAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return reshape(await this.limits.dueReviews(caller, args), connectionOf);
  }

  @Mutation('holdRecord')
  holdRecord(_parent: unknown, args: { id: string; ground: string; until: string }, { caller }: Context): Promise<Receipt> {
    return this.act.hold(caller, args);
  }

  @Mutation('liftHold')
  liftHold(_parent: unknown, args: { id: string }, { caller }: Context): Promise<Receipt> {
    return this.act.lift(caller, args.id);
  }

  @Mutation('reviewRecord')
  reviewRecord(_parent: unknown, args: { id: string; next: string }, { caller }: Context): Promise<Receipt> {
    return this.act.reviewed(caller, args);
  }
}

function connectionOf<Item extends { readonly cursor: string }>({ found, hasNextPage }: LimitPage<Item>): Connection {
  const edges = found.map(({ cursor, ...node }) => ({ cursor, node }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}
