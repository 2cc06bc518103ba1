import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { AnswerApproval, type Answer } from '../actions/answer-approval.js';
import { ApprovalRequests } from '../actions/approval-requests.js';
import { Deadlines, type Deadline } from '../actions/deadlines.js';
import { DelegateApproval } from '../actions/delegate-approval.js';
import { WithdrawRequest } from '../actions/withdraw-request.js';
import type { ApprovalReceipt } from '../model/request.js';

interface Context {
  readonly caller: Caller;
}

/** Requests for approval and deadlines, of the caller's own agency. */
@Resolver()
export class ApprovalQueries {
  constructor(
    @Inject(ApprovalRequests) private readonly requests: ApprovalRequests,
    @Inject(Deadlines) private readonly due: Deadlines,
    @Inject(AnswerApproval) private readonly answering: AnswerApproval,
    @Inject(DelegateApproval) private readonly delegating: DelegateApproval,
    @Inject(WithdrawRequest) private readonly withdrawing: WithdrawRequest,
  ) {}

  @Query('approvalRequests')
  async approvalRequests(_parent: unknown, args: { state?: string; after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.requests.page(caller, args));
  }

  @Query('deadlines')
  deadlines(_parent: unknown, args: { first?: number }, { caller }: Context): Promise<Disclosed<readonly Deadline[]>> {
    return this.due.list(caller, args.first ?? null);
  }

  @Mutation('answerApproval')
  answerApproval(_parent: unknown, args: Answer, { caller }: Context): Promise<ApprovalReceipt> {
    return this.answering.run(caller, args);
  }

  @Mutation('delegateApproval')
  delegateApproval(_parent: unknown, args: { id: string; officer: string }, { caller }: Context): Promise<ApprovalReceipt> {
    return this.delegating.run(caller, args);
  }

  @Mutation('withdrawApprovalRequest')
  withdrawApprovalRequest(_parent: unknown, args: { id: string }, { caller }: Context): Promise<ApprovalReceipt> {
    return this.withdrawing.run(caller, args.id);
  }
}
