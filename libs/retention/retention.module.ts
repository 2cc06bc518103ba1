import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerDisclosure } from '#libs/disclosure';
import type { Clock } from '#libs/kernel';
import { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import type { RecordKeeping } from '#libs/records';
import { ActOnLimits } from './actions/act-on-limits.js';
import { ErasePerson } from './actions/erase-person.js';
import { EraseRecord } from './actions/erase-record.js';
import { ReadLimits } from './actions/read-limits.js';
import { LimitQueries } from './graphql/limit-queries.js';

/** Time limits, holds and proofs of erasure; what acts on them by itself is the worker's. */
@Module({})
export class RetentionModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(database: Database, masterKey: Buffer, clock: Clock): DynamicModule {
    return {
      module: RetentionModule,
      providers: [
        { provide: ReadLimits, useValue: new ReadLimits(new LedgerDisclosure(database), new CursorSeal(masterKey)) },
        { provide: ActOnLimits, useValue: new ActOnLimits(database, clock) },
        LimitQueries,
      ],
    };
  }
}

/** Erasure of any record, for the subjects' resolvers. */
@Module({})
export class ErasureModule {
  static for(keeping: RecordKeeping): DynamicModule {
    const actions = [{ provide: EraseRecord, useValue: new EraseRecord(keeping) }, { provide: ErasePerson, useValue: new ErasePerson(keeping) }];
    return { module: ErasureModule, global: true, providers: actions, exports: actions.map((action) => action.provide) };
  }
}
