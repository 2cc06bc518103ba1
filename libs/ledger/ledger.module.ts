import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerDisclosure } from '#libs/disclosure';
import { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { SlotSalts } from '#libs/proofs';
import { Countersign } from './actions/countersign.js';
import { ReadLedger } from './actions/read-ledger.js';
import { ReadSeals } from './actions/read-seals.js';
import { LedgerQueries } from './graphql/ledger-queries.js';

/** The ledger's part of the API; sealing is done elsewhere, with a key that this room never sees. */
@Module({})
export class LedgerModule {
  /** @param masterKey 32 bytes: cursors and the salts of slots follow from it */
  static for(database: Database, masterKey: Buffer): DynamicModule {
    const disclosure = new LedgerDisclosure(database);
    return {
      module: LedgerModule,
      providers: [
        { provide: ReadLedger, useValue: new ReadLedger(disclosure, new CursorSeal(masterKey)) },
        { provide: ReadSeals, useValue: new ReadSeals(disclosure, new SlotSalts(masterKey)) },
        { provide: Countersign, useValue: new Countersign(database) },
        LedgerQueries,
      ],
    };
  }
}
