import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { FindRecords, recordQueries, SubmitRecord, type Context, type Receipt } from '#libs/records';

/** Cases, in and out. */
@Resolver('Case')
export class CaseQueries extends recordQueries('case', { one: 'case', many: 'cases' }) {
  constructor(@Inject(FindRecords) find: FindRecords, @Inject(SubmitRecord) private readonly submit: SubmitRecord) {
    super(find);
  }

  @Mutation('submitCase')
  submitCase(_parent: unknown, args: { case: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.submit.run(context.caller, { kind: 'case', document: args.case, idempotencyKey: args.idempotencyKey });
  }
}
