import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { AmendRecord, FindRecords, recordQueries, SubmitRecord, WithdrawRecord, type Context, type Receipt } from '#libs/records';

interface Amending {
  readonly id: string;
  readonly version: number;
  readonly case: unknown;
  readonly idempotencyKey: string;
}

interface Withdrawing {
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Cases, in and out. */
@Resolver('Case')
export class CaseQueries extends recordQueries('case', { one: 'case', many: 'cases' }) {
  constructor(
    @Inject(FindRecords) find: FindRecords,
    @Inject(SubmitRecord) private readonly submit: SubmitRecord,
    @Inject(AmendRecord) private readonly amend: AmendRecord,
    @Inject(WithdrawRecord) private readonly withdraw: WithdrawRecord,
  ) {
    super(find);
  }

  @Mutation('submitCase')
  submitCase(_parent: unknown, args: { case: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.submit.run(context.caller, { kind: 'case', document: args.case, idempotencyKey: args.idempotencyKey });
  }

  @Mutation('amendCase')
  amendCase(_parent: unknown, args: Amending, context: Context): Promise<Receipt> {
    const { id, version, idempotencyKey } = args;
    return this.amend.run(context.caller, { kind: 'case', id, version, document: args.case, idempotencyKey });
  }

  @Mutation('withdrawCase')
  withdrawCase(_parent: unknown, args: Withdrawing, context: Context): Promise<Receipt> {
    return this.withdraw.run(context.caller, { kind: 'case', ...args });
  }
}
