import { Inject } from '@nestjs/common';
import { Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { reshape, type Disclosed, type RecordView } from '#libs/disclosure';
import { FindRecords, recordQueries, SubmitRecord, type Context, type Receipt } from '#libs/records';
import { AcknowledgeAlert } from '../actions/acknowledge-alert.js';
import { Acknowledgements, type Acknowledgement } from '../actions/acknowledgements.js';

/** Alerts, in and out. */
@Resolver('Alert')
export class AlertQueries extends recordQueries('alert', { one: 'alert', many: 'alerts' }) {
  constructor(
    @Inject(FindRecords) find: FindRecords,
    @Inject(SubmitRecord) private readonly submit: SubmitRecord,
    @Inject(AcknowledgeAlert) private readonly acknowledge: AcknowledgeAlert,
    @Inject(Acknowledgements) private readonly taken: Acknowledgements,
  ) {
    super(find);
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
