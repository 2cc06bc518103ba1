import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { ApprovalReceipt } from '#libs/approvals';
import { connected, type Connection, type Disclosed } from '#libs/disclosure';
import type { Context, Receipt } from '#libs/records';
import { RecordTransfer, type Transferring } from '../actions/record-transfer.js';
import { RequestFurtherUse, type FurtherUse } from '../actions/request-further-use.js';
import { RequestOnwardSharing, type OnwardSharing } from '../actions/request-onward-sharing.js';
import { RequestTransferAuthorisation, type AuthorisationAsked } from '../actions/request-transfer-authorisation.js';
import { TransferRecords } from '../actions/transfer-records.js';

/** Onward sharing and transfers: asked for, authorised, and shown to whoever watches over them. */
@Resolver()
export class TransferQueries {
  constructor(
    @Inject(TransferRecords) private readonly register: TransferRecords,
    @Inject(RequestOnwardSharing) private readonly onward: RequestOnwardSharing,
    @Inject(RequestFurtherUse) private readonly further: RequestFurtherUse,
    @Inject(RequestTransferAuthorisation) private readonly authorisation: RequestTransferAuthorisation,
    @Inject(RecordTransfer) private readonly recording: RecordTransfer,
  ) {}

  @Query('transfers')
  async transfers(_parent: unknown, args: { after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return connected(await this.register.page(caller, args));
  }

  @Mutation('requestOnwardSharing')
  requestOnwardSharing(_parent: unknown, args: OnwardSharing, { caller }: Context): Promise<ApprovalReceipt> {
    return this.onward.run(caller, args);
  }

  @Mutation('requestFurtherUse')
  requestFurtherUse(_parent: unknown, args: FurtherUse, { caller }: Context): Promise<ApprovalReceipt> {
    return this.further.run(caller, args);
  }

  @Mutation('requestTransferAuthorisation')
  requestTransferAuthorisation(_parent: unknown, args: AuthorisationAsked, { caller }: Context): Promise<ApprovalReceipt> {
    return this.authorisation.run(caller, args);
  }

  @Mutation('recordTransfer')
  recordTransfer(_parent: unknown, args: Transferring, { caller }: Context): Promise<Receipt> {
    return this.recording.run(caller, args);
  }
}
