import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { ApprovalReceipt } from '#libs/approvals';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { AskOriginator, type LeaveAsked } from '../actions/ask-originator.js';
import { HandleRequest, type SubjectReceipt } from '../actions/handle-request.js';
import { ReadRequests } from '../actions/read-requests.js';
import { VerifyRequest, type Verification } from '../actions/verify-request.js';
import type { Deciding } from '../actions/decide-item.js';
import type { Filing, GivenAnswer, KeptFromAnswer, WholeRequest } from '../model/request.js';

interface Context {
  readonly caller: Caller;
}

interface One {
  readonly id: string;
  readonly agency?: string;
}

/** Requests of data subjects: filed, decided and answered by the data-protection officer; seen and verified by the supervisor. */
@Resolver()
export class RightsQueries {
  constructor(
    @Inject(HandleRequest) private readonly handling: HandleRequest,
    @Inject(ReadRequests) private readonly reading: ReadRequests,
    @Inject(AskOriginator) private readonly asking: AskOriginator,
    @Inject(VerifyRequest) private readonly verifying: VerifyRequest,
  ) {}

  @Query('subjectRequests')
  async subjectRequests(_parent: unknown, args: { agency?: string; state?: string; after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.reading.page(caller, args));
  }

  @Query('subjectRequest')
  subjectRequest(_parent: unknown, args: One, { caller }: Context): Promise<Disclosed<WholeRequest>> {
    return this.reading.one(caller, args);
  }

  @Query('subjectAnswer')
  subjectAnswer(_parent: unknown, args: One, { caller }: Context): Promise<Disclosed<GivenAnswer>> {
    return this.reading.answer(caller, args);
  }

  @Query('withheldFromSubject')
  withheldFromSubject(_parent: unknown, args: One, { caller }: Context): Promise<Disclosed<KeptFromAnswer>> {
    return this.reading.withheld(caller, args);
  }

  @Mutation('fileSubjectRequest')
  fileSubjectRequest(_parent: unknown, args: Filing, { caller }: Context): Promise<SubjectReceipt> {
    return this.handling.file(caller, args);
  }

  @Mutation('collectForSubject')
  collectForSubject(_parent: unknown, args: { id: string }, { caller }: Context): Promise<SubjectReceipt> {
    return this.handling.collect(caller, args.id);
  }

  @Mutation('askOriginatorForSubject')
  askOriginatorForSubject(_parent: unknown, args: LeaveAsked, { caller }: Context): Promise<ApprovalReceipt> {
    return this.asking.run(caller, args);
  }

  @Mutation('decideForSubject')
  decideForSubject(_parent: unknown, args: Deciding, { caller }: Context): Promise<SubjectReceipt> {
    return this.handling.decide(caller, args);
  }

  @Mutation('extendSubjectRequest')
  extendSubjectRequest(_parent: unknown, args: { id: string; reason: string }, { caller }: Context): Promise<SubjectReceipt> {
    return this.handling.extend(caller, args.id, args.reason);
  }

  @Mutation('answerSubjectRequest')
  answerSubjectRequest(_parent: unknown, args: { id: string }, { caller }: Context): Promise<SubjectReceipt> {
    return this.handling.answer(caller, args.id);
  }

  @Mutation('verifySubjectRequest')
  verifySubjectRequest(_parent: unknown, args: { agency: string; id: string; outcome: string }, { caller }: Context): Promise<Disclosed<Verification>> {
    return this.verifying.run(caller, args);
  }
}
