import { Inject } from '@nestjs/common';
import { Mutation, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Disclosed, RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { connectionOf, FindRecords, RecordLoaders, SubmitRecord, type PageArguments, type Receipt, type RecordConnection } from '#libs/records';

interface Context {
  readonly caller: Caller;
}

/** Incidents on routes, in and out. */
@Resolver('Incident')
export class IncidentQueries {
  readonly #loaders: RecordLoaders;

  constructor(
    @Inject(FindRecords) private readonly find: FindRecords,
    @Inject(SubmitRecord) private readonly submit: SubmitRecord,
  ) {
    this.#loaders = new RecordLoaders(find, 'incident');
  }

  @Query('incident')
  incident(_parent: unknown, args: { id: string }, context: Context): Promise<Disclosed<RecordView | null>> {
    return this.find.one(context.caller, 'incident', args.id);
  }

  @Query('incidents')
  async incidents(_parent: unknown, args: PageArguments, context: Context): Promise<RecordConnection> {
    return connectionOf(await this.find.page(context.caller, 'incident', args));
  }

  @ResolveReference()
  resolveReference(reference: { id: string }, context: Context): Promise<Disclosed<RecordView | null>> {
    return this.#loaders.load(context.caller, reference.id);
  }

  @Mutation('submitIncident')
  submitIncident(_parent: unknown, args: { incident: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.submit.run(context.caller, { kind: 'incident', document: args.incident, idempotencyKey: args.idempotencyKey });
  }
}
