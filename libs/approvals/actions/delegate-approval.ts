import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import type { ApprovalReceipt } from '../model/request.js';
import { delegate } from '../postgres/request.store.js';
import { expectRequest } from './expect-request.js';

/** As the agencies' own tokens say it: no name. */
const PSEUDONYM = /^[\x21-\x7e]{1,200}$/u;

/** Hands the answer to a named colleague, who then may answer whatever their role; whoever hands it on may not any more. */
export class DelegateApproval {
  constructor(private readonly database: Database) {}

  /** @throws Refusal RECORD_NOT_FOUND, APPROVAL_OWN, APPROVAL_EXPIRED, APPROVAL_CLOSED, ACTION_NOT_ALLOWED, FORMAT_INVALID */
  async run(caller: Caller, { id, officer }: { readonly id: string; readonly officer: string }): Promise<ApprovalReceipt> {
    expectRequest(id);
    if (!PSEUDONYM.test(officer)) throw Refusal.because('FORMAT_INVALID', 'officer', 'hub: a pseudonym', 'An officer is named by the pseudonym in the agency\'s own tokens.');
    return this.database.transaction((tx) => delegate(tx, callerFacts(caller), id, officer));
  }
}
