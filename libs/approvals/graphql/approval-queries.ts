import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { ApprovalRequests } from '../actions/approval-requests.js';
import { Deadlines, type Deadline } from '../actions/deadlines.js';

interface Context {
  readonly caller: Caller;
}

/** Requests for approval and deadlines, of the caller's own agency. */
@Resolver()
export class ApprovalQueries {
  constructor(
    @Inject(ApprovalRequests) private readonly requests: ApprovalRequests,
    @Inject(Deadlines) private readonly due: Deadlines,
  ) {}

  @Query('approvalRequests')
  async approvalRequests(_parent: unknown, args: { state?: string; after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.requests.page(caller, args));
  }

  @Query('deadlines')
  deadlines(_parent: unknown, args: { first?: number }, { caller }: Context): Promise<Disclosed<readonly Deadline[]>> {
    return this.due.list(caller, args.first ?? null);
  }
}
