import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerDisclosure } from '#libs/disclosure';
import { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { OddLookUps } from './actions/odd-look-ups.js';
import { OddLookUpQueries } from './graphql/odd-look-up-queries.js';

/** What the data-protection officer is told of odd look-ups; the watch that finds them is the worker's. */
@Module({})
export class InsiderModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(database: Database, masterKey: Buffer): DynamicModule {
    const lookUps = new OddLookUps(new LedgerDisclosure(database), new CursorSeal(masterKey));
    return { module: InsiderModule, providers: [{ provide: OddLookUps, useValue: lookUps }, OddLookUpQueries] };
  }
}
