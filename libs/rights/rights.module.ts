import { Module, type DynamicModule } from '@nestjs/common';
import { AskApproval } from '#libs/approvals';
import { LedgerDisclosure } from '#libs/disclosure';
import { CursorSeal } from '#libs/keys';
import type { RecordKeeping } from '#libs/records';
import { AskOriginator } from './actions/ask-originator.js';
import { HandleRequest } from './actions/handle-request.js';
import { ReadRequests } from './actions/read-requests.js';
import { RequestSeal } from './actions/request-seal.js';
import { VerifyRequest } from './actions/verify-request.js';
import { RightsQueries } from './graphql/rights-queries.js';

/** What data subjects may ask for, and what they are answered. */
@Module({})
export class RightsModule {
  /** @param masterKey 32 bytes, from which cursors follow */
  static for(keeping: RecordKeeping, masterKey: Buffer): DynamicModule {
    const sealing = new RequestSeal(keeping);
    const disclosure = new LedgerDisclosure(keeping.database);
    return {
      module: RightsModule,
      providers: [
        { provide: HandleRequest, useValue: new HandleRequest(keeping, sealing) },
        { provide: ReadRequests, useValue: new ReadRequests(keeping, disclosure, sealing, new CursorSeal(masterKey)) },
        { provide: AskOriginator, useValue: new AskOriginator(keeping, new AskApproval(keeping.database, keeping.source.ids)) },
        { provide: VerifyRequest, useValue: new VerifyRequest(keeping, disclosure) },
        RightsQueries,
      ],
    };
  }
}
