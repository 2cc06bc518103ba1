import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#libs/kernel';
import type { ClassExplanation } from '#libs/policy';
import { ExplainRecord } from '../actions/explain-record.js';

/** Which rule shows or hides what: part of the directory subgraph, for records of every kind. */
@Resolver()
export class Explanations {
  constructor(@Inject(ExplainRecord) private readonly explain: ExplainRecord) {}

  @Query('explanation')
  explanation(_parent: unknown, args: { client: string; record: string }, context: { caller: Caller }): Promise<ClassExplanation[]> {
    return this.explain.run(context.caller, args.client, args.record);
  }
}
