import { Module, type DynamicModule } from '@nestjs/common';
import { Disclosure } from '#libs/disclosure';
import { AmendRecord } from './actions/amend-record.js';
import { FindRecords } from './actions/find-records.js';
import type { RecordKeeping } from './actions/record-keeping.js';
import { SubmitRecord } from './actions/submit-record.js';
import { WithdrawRecord } from './actions/withdraw-record.js';

/** The life of any record, for the subjects' resolvers. */
@Module({})
export class RecordsModule {
  static for(keeping: RecordKeeping, disclosure: Disclosure): DynamicModule {
    const actions = [
      { provide: SubmitRecord, useValue: new SubmitRecord(keeping) },
      { provide: AmendRecord, useValue: new AmendRecord(keeping) },
      { provide: WithdrawRecord, useValue: new WithdrawRecord(keeping) },
      { provide: FindRecords, useValue: new FindRecords(disclosure) },
    ];
    return { module: RecordsModule, global: true, providers: actions, exports: actions.map((action) => action.provide) };
  }
}
