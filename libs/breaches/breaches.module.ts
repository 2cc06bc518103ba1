import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerDisclosure } from '#libs/disclosure';
import { CursorSeal } from '#libs/keys';
import type { RecordKeeping } from '#libs/records';
import { AddToBreach } from './actions/add-to-breach.js';
import { BreachKeeping } from './actions/breach-keeping.js';
import { BreachNotices } from './actions/breach-notices.js';
import { DealWithBreach } from './actions/deal-with-breach.js';
import { OpenBreach } from './actions/open-breach.js';
import { RequireCommunication } from './actions/require-communication.js';
import { ReadBreaches } from './actions/read-breaches.js';
import { BreachQueries } from './graphql/breach-queries.js';
import { NoticeQueries } from './graphql/notice-queries.js';

/** Breaches of personal data (LED art. 30-31); who is told along the recipient ledger is found by a job. */
@Module({})
export class BreachesModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(keeping: RecordKeeping, masterKey: Buffer): DynamicModule {
    const acts = new BreachKeeping(keeping);
    const disclosure = new LedgerDisclosure(keeping.database);
    const cursors = new CursorSeal(masterKey);
    const providers = [
      { provide: ReadBreaches, useValue: new ReadBreaches(disclosure, keeping.directory, cursors) },
      { provide: BreachNotices, useValue: new BreachNotices(disclosure, cursors) },
      { provide: RequireCommunication, useValue: new RequireCommunication(disclosure) },
      { provide: OpenBreach, useValue: new OpenBreach(acts) },
      { provide: AddToBreach, useValue: new AddToBreach(acts) },
      { provide: DealWithBreach, useValue: new DealWithBreach(acts) },
    ];
    return { module: BreachesModule, providers: [...providers, BreachQueries, NoticeQueries] };
  }
}
