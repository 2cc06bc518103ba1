import { Module, type DynamicModule } from '@nestjs/common';
import { Disclosure } from '#libs/disclosure';
import { AmendRecord } from './actions/amend-record.js';
import { ExplainRecord } from './actions/explain-record.js';
import { FindRecords } from './actions/find-records.js';
import { Explanations } from './graphql/explanations.js';
import type { RecordKeeping } from './actions/record-keeping.js';
import { SubmitRecord } from './actions/submit-record.js';
import { WithdrawRecord } from './actions/withdraw-record.js';

/** The life of any record, for the subjects' resolvers. */
@Module({})
export class RecordsModule {
  static for(keeping: RecordKeeping, disclosure: Disclosure): DynamicModule {
    const actions = [
      { provide: SubmitRecord, useValue: new SubmitRecord(keeping) },
      { provide: AmendRecord, useValue: new AmendRecord(keeping, disclosure) },
      { provide: WithdrawRecord, useValue: new WithdrawRecord(keeping) },
      { provide: ExplainRecord, useValue: new ExplainRecord(keeping) },
      { provide: FindRecords, useValue: new FindRecords(disclosure) },
    ];
    return { module: RecordsModule, global: true, providers: actions, exports: actions.map((action) => action.provide) };
  }
}

/** Explanations have a module of their own: one subgraph offers them, for records of every kind. */
@Module({ providers: [Explanations] })
export class ExplanationsModule {}
