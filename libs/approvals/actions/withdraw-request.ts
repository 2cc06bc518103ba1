import { callerFacts } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import type { ApprovalReceipt } from '../model/request.js';
import { withdraw } from '../postgres/request.store.js';
import { expectRequest } from './expect-request.js';

/** Any officer of the agency that asked may take the request back while it is open. */
export class WithdrawRequest {
  constructor(private readonly database: Database) {}

  /** @throws Refusal RECORD_NOT_FOUND, APPROVAL_EXPIRED, APPROVAL_CLOSED */
  async run(caller: Caller, id: string): Promise<ApprovalReceipt> {
    expectRequest(id);
    return this.database.transaction((tx) => withdraw(tx, callerFacts(caller), id));
  }
}
