import { Inject } from '@nestjs/common';
import { Mutation, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Disclosed, RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import {
  AmendRecord, connectionOf, FindRecords, RecordLoaders, SubmitRecord, WithdrawRecord,
  type PageArguments, type Receipt, type RecordConnection,
} from '#libs/records';

interface Context {
  readonly caller: Caller;
}

/** Cases, in and out. */
@Resolver('Case')
export class CaseQueries {
  readonly #loaders: RecordLoaders;

  constructor(
    @Inject(FindRecords) private readonly find: FindRecords,
    @Inject(SubmitRecord) private readonly submit: SubmitRecord,
    @Inject(AmendRecord) private readonly amend: AmendRecord,
    @Inject(WithdrawRecord) private readonly withdraw: WithdrawRecord,
  ) {
    this.#loaders = new RecordLoaders(find, 'case');
  }

  @Query('case')
  case(_parent: unknown, args: { id: string }, context: Context): Promise<Disclosed<RecordView | null>> {
    return this.find.one(context.caller, 'case', args.id);
  }

  @Query('cases')
  async cases(_parent: unknown, args: PageArguments, context: Context): Promise<RecordConnection> {
    return connectionOf(await this.find.page(context.caller, 'case', args));
  }

  @ResolveReference()
  resolveReference(reference: { id: string }, context: Context): Promise<Disclosed<RecordView | null>> {
    return this.#loaders.load(context.caller, reference.id);
  }

  @Mutation('submitCase')
  submitCase(_parent: unknown, args: { case: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.submit.run(context.caller, { kind: 'case', document: args.case, idempotencyKey: args.idempotencyKey });
  }

  @Mutation('amendCase')
  amendCase(_parent: unknown, args: { id: string; version: number; case: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    const { id, version, idempotencyKey } = args;
    return this.amend.run(context.caller, { kind: 'case', id, version, document: args.case, idempotencyKey });
  }

  @Mutation('withdrawCase')
  withdrawCase(_parent: unknown, args: { id: string; version: number; reason: string; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.withdraw.run(context.caller, { kind: 'case', ...args });
  }
}
