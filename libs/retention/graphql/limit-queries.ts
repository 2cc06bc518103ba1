import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Context, Receipt } from '#libs/records';
import { ActOnLimits } from '../actions/act-on-limits.js';
import { ReadLimits, type PageAsked } from '../actions/read-limits.js';

/** Time limits as an exit, and what their originator does about them. */
@Resolver()
export class LimitQueries {
  constructor(@Inject(ReadLimits) private readonly limits: ReadLimits, @Inject(ActOnLimits) private readonly act: ActOnLimits) {}

  @Query('holds')
  async holds(_parent: unknown, args: PageAsked & { open?: boolean | null }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.limits.holds(caller, args));
  }

  @Query('erasures')
  async erasures(_parent: unknown, args: PageAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.limits.erasures(caller, args));
  }

  @Query('dueReviews')
  async dueReviews(_parent: unknown, args: PageAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.limits.dueReviews(caller, args));
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
