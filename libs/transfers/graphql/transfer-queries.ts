import { Inject } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { ApprovalReceipt } from '#libs/approvals';
import { reshape, type Disclosed } from '#libs/disclosure';
import type { Context, Receipt } from '#libs/records';
import { RecordTransfer, type Transferring } from '../actions/record-transfer.js';
import { RequestOnwardSharing, type OnwardSharing } from '../actions/request-onward-sharing.js';
import { RequestTransferAuthorisation, type AuthorisationAsked } from '../actions/request-transfer-authorisation.js';
import { TransferRecords, type TransferPage } from '../actions/transfer-records.js';

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Onward sharing and transfers: asked for, authorised, and shown to whoever watches over them. */
@Resolver()
export class TransferQueries {
  constructor(
    @Inject(TransferRecords) private readonly register: TransferRecords,
    @Inject(RequestOnwardSharing) private readonly onward: RequestOnwardSharing,
    @Inject(RequestTransferAuthorisation) private readonly authorisation: RequestTransferAuthorisation,
    @Inject(RecordTransfer) private readonly recording: RecordTransfer,
  ) {}

  @Query('transfers')
  async transfers(_parent: unknown, args: { after?: string; first?: number }, { caller }: Context): Promise<Disclosed<Connection>> {
    return reshape(await this.register.page(caller, args), connectionOf);
  }

  @Mutation('requestOnwardSharing')
  requestOnwardSharing(_parent: unknown, args: OnwardSharing, { caller }: Context): Promise<ApprovalReceipt> {
    return this.onward.run(caller, args);
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

function connectionOf({ found, hasNextPage }: TransferPage): Connection {
  const edges = found.map(({ cursor, ...node }) => ({ cursor, node }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}
