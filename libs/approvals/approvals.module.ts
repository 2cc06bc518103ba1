import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerDisclosure } from '#libs/disclosure';
import type { Ids } from '#libs/kernel';
import { CursorSeal } from '#libs/keys';
import type { Database, Tx } from '#libs/postgres';
import { AnswerApproval } from './actions/answer-approval.js';
import { ApprovalRequests } from './actions/approval-requests.js';
import { Deadlines } from './actions/deadlines.js';
import { DelegateApproval } from './actions/delegate-approval.js';
import { TakeBackApproval } from './actions/take-back-approval.js';
import { WithdrawRequest } from './actions/withdraw-request.js';
import { ApprovalAnswers } from './graphql/approval-answers.js';
import { ApprovalQueries } from './graphql/approval-queries.js';
import type { Effects } from './model/effects.js';

/** Requests for approval and deadlines; what is asked for, and what follows, is the subjects'. */
@Module({})
export class ApprovalsModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(database: Database, masterKey: Buffer, ids: Ids, effects: Effects<Tx>): DynamicModule {
    const disclosure = new LedgerDisclosure(database);
    return {
      module: ApprovalsModule,
      providers: [
        { provide: ApprovalRequests, useValue: new ApprovalRequests(disclosure, new CursorSeal(masterKey)) },
        { provide: Deadlines, useValue: new Deadlines(disclosure, ids) },
        { provide: AnswerApproval, useValue: new AnswerApproval(database, effects) },
        { provide: DelegateApproval, useValue: new DelegateApproval(database) },
        { provide: TakeBackApproval, useValue: new TakeBackApproval(database, effects) },
        { provide: WithdrawRequest, useValue: new WithdrawRequest(database) },
        ApprovalQueries, ApprovalAnswers,
      ],
    };
  }
}
