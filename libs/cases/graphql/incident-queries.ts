import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { FindRecords, recordQueries, SubmitRecord, type Context, type Receipt } from '#libs/records';

/** Incidents on routes, in and out. */
@Resolver('Incident')
export class IncidentQueries extends recordQueries('incident', { one: 'incident', many: 'incidents' }) {
  constructor(@Inject(FindRecords) find: FindRecords, @Inject(SubmitRecord) private readonly submit: SubmitRecord) {
    super(find);
  }

  @Mutation('submitIncident')
  submitIncident(_parent: unknown, args: { incident: unknown; idempotencyKey: string }, context: Context): Promise<Receipt> {
    return this.submit.run(context.caller, { kind: 'incident', document: args.incident, idempotencyKey: args.idempotencyKey });
  }
}
