import { Inject } from '@nestjs/common';
import { Mutation, Query, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { reshape, type Disclosed, type RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { connectionOf, FindRecords, RecordLoaders, SubmitRecord, type PageArguments, type Receipt, type RecordConnection } from '#libs/records';
import { AcknowledgeAlert } from '../actions/acknowledge-alert.js';
import { Acknowledgements, type Acknowledgement } from '../actions/acknowledgements.js';

interface Context {
  readonly caller: Caller;
}

/** Alerts, in and out, and the alerts of a case. */
@Resolver('Alert')
export class AlertQueries {
  readonly #loaders: RecordLoaders;

  constructor(
    @Inject(FindRecords) private readonly find: FindRecords,
    @Inject(SubmitRecord) private readonly submit: SubmitRecord,
    @Inject(AcknowledgeAlert) private readonly acknowledge: AcknowledgeAlert,
    @Inject(Acknowledgements) private readonly taken: Acknowledgements,
  ) {
    this.#loaders = new RecordLoaders(find, 'alert');
  }

  @Query('alert')
  alert(_parent: unknown, args: { id: string }, context: Context): Promise<Disclosed<RecordView | null>> {
    return this.find.one(context.caller, 'alert', args.id);
  }

  @Query('alerts')
  async alerts(_parent: unknown, args: PageArguments, context: Context): Promise<RecordConnection> {
    return connectionOf(await this.find.page(context.caller, 'alert', args));
  }

  @ResolveReference()
  resolveReference(reference: { id: string }, context: Context): Promise<Disclosed<RecordView | null>> {
    return this.#loaders.load(context.caller, reference.id);
  }

  /** Only the reference: what the case says, and whether it may be seen, is the cases subgraph's to answer. */
  @ResolveField('case')
  case(alert: Disclosed<RecordView>): Disclosed<{ id: string }> | null {
    return typeof alert.caseId === 'string' ? reshape(alert, () => ({ id: alert.caseId as string })) : null;
  }

  @ResolveField('acknowledgements')
  acknowledgements(alert: Disclosed<RecordView>, _args: unknown, context: Context): Promise<Disclosed<Acknowledgement>[] | null> {
    return this.taken.of(context.caller, alert);
  }

  @Mutation('raiseAlert')
  raiseAlert(_parent: unknown, args: { alert: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.submit.run(context.caller, { kind: 'alert', document: args.alert, idempotencyKey: args.idempotencyKey });
  }

  @Mutation('acknowledgeAlert')
  acknowledgeAlert(_parent: unknown, args: { id: string; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.acknowledge.run(context.caller, args);
  }
}
