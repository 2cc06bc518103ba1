import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerDisclosure } from '#libs/disclosure';
import type { Clock } from '#libs/kernel';
import { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { ConfirmRecall } from './actions/confirm-recall.js';
import { ToldRecalls } from './actions/told-recalls.js';
import { RecallQueries } from './graphql/recall-queries.js';

/** What holders and originators are told of recalls; the watch that follows copies is the worker's. */
@Module({})
export class RecallsModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(database: Database, masterKey: Buffer, clock: Clock): DynamicModule {
    const providers = [
      { provide: ToldRecalls, useValue: new ToldRecalls(new LedgerDisclosure(database), new CursorSeal(masterKey)) },
      { provide: ConfirmRecall, useValue: new ConfirmRecall(database, clock) },
    ];
    return { module: RecallsModule, providers: [...providers, RecallQueries] };
  }
}
