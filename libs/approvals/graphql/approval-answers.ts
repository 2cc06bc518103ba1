import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import type { Caller } from '#libs/kernel';
import { AnswerApproval, type Answer } from '../actions/answer-approval.js';
import { DelegateApproval } from '../actions/delegate-approval.js';
import { TakeBackApproval } from '../actions/take-back-approval.js';
import { WithdrawRequest } from '../actions/withdraw-request.js';
import type { ApprovalReceipt } from '../model/request.js';

interface Context {
  readonly caller: Caller;
}

/** What is said to a request: by whoever answers, and by whoever asked. */
@Resolver()
export class ApprovalAnswers {
  constructor(
    @Inject(AnswerApproval) private readonly answering: AnswerApproval,
    @Inject(DelegateApproval) private readonly delegating: DelegateApproval,
    @Inject(TakeBackApproval) private readonly takingBack: TakeBackApproval,
    @Inject(WithdrawRequest) private readonly withdrawing: WithdrawRequest,
  ) {}

  @Mutation('answerApproval')
  answerApproval(_parent: unknown, args: Answer, { caller }: Context): Promise<ApprovalReceipt> {
    return this.answering.run(caller, args);
  }

  @Mutation('delegateApproval')
  delegateApproval(_parent: unknown, args: { id: string; officer: string }, { caller }: Context): Promise<ApprovalReceipt> {
    return this.delegating.run(caller, args);
  }

  @Mutation('takeBackApproval')
  takeBackApproval(_parent: unknown, args: { id: string }, { caller }: Context): Promise<ApprovalReceipt> {
    return this.takingBack.run(caller, args.id);
  }

  @Mutation('withdrawApprovalRequest')
  withdrawApprovalRequest(_parent: unknown, args: { id: string }, { caller }: Context): Promise<ApprovalReceipt> {
    return this.withdrawing.run(caller, args.id);
  }
}
