import { Module, type DynamicModule } from '@nestjs/common';
import { AskApproval } from '#libs/approvals';
import { LedgerDisclosure, type Disclosure } from '#libs/disclosure';
import { CursorSeal } from '#libs/keys';
import { FindRecords, type RecordKeeping } from '#libs/records';
import { RecordTransfer } from './actions/record-transfer.js';
import { RequestFurtherUse } from './actions/request-further-use.js';
import { RequestOnwardSharing } from './actions/request-onward-sharing.js';
import { RequestTransferAuthorisation } from './actions/request-transfer-authorisation.js';
import { TransferRecords } from './actions/transfer-records.js';
import { TransferQueries } from './graphql/transfer-queries.js';

/** Onward sharing, further purposes and transfers to third countries. */
@Module({})
export class TransfersModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(keeping: RecordKeeping, disclosure: Disclosure, masterKey: Buffer): DynamicModule {
    const find = new FindRecords(disclosure);
    const approvals = new AskApproval(keeping.database, keeping.source.ids);
    return {
      module: TransfersModule,
      providers: [
        { provide: TransferRecords, useValue: new TransferRecords(new LedgerDisclosure(keeping.database), new CursorSeal(masterKey)) },
        { provide: RequestOnwardSharing, useValue: new RequestOnwardSharing(keeping, find, approvals) },
        { provide: RequestFurtherUse, useValue: new RequestFurtherUse(keeping, find, approvals) },
        { provide: RequestTransferAuthorisation, useValue: new RequestTransferAuthorisation(keeping, find, approvals) },
        { provide: RecordTransfer, useValue: new RecordTransfer(keeping, find) },
        TransferQueries,
      ],
    };
  }
}
