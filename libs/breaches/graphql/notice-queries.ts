import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Context } from '#libs/records';
import { BreachNotices } from '../actions/breach-notices.js';
import type { PageAsked } from '../actions/pages.js';
import type { Notice } from '../model/breach.js';

/** What an agency is told of others' breaches. */
@Resolver()
export class NoticeQueries {
  constructor(@Inject(BreachNotices) private readonly notices: BreachNotices) {}

  @Query('breachNotices')
  async breachNotices(_parent: unknown, args: PageAsked, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.notices.list(caller, args));
  }

  @Mutation('acknowledgeBreach')
  acknowledgeBreach(_parent: unknown, args: { id: string; passOn?: boolean }, { caller }: Context): Promise<Disclosed<Notice>> {
    return this.notices.acknowledge(caller, args);
  }
}
