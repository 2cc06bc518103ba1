import type { AskApproval, ApprovalReceipt } from '#libs/approvals';
import { Refusal, type Caller } from '#libs/kernel';
import { claimOf, type FindRecords, type RecordKeeping } from '#libs/records';
import { mayAuthorise } from '../model/authority.js';
import { classesFor } from '../model/onward.js';
import { expectAgency, expectCode, expectOfficer, expectOwn } from './expectations.js';

export interface AuthorisationAsked {
  readonly record: string;
  /** The agency of the Member State that the data come from. */
  readonly of: string;
  readonly to: string;
  readonly basis: string;
  readonly justification: string;
  readonly idempotencyKey: string;
}

/** An originator asks the agency that supplied the data whether they may go to a third country (LED art. 35(1)(c)). */
export class RequestTransferAuthorisation {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly find: FindRecords,
    private readonly approvals: AskApproval,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, TRANSFER_AUTHORITY_REQUIRED, AGENCY_UNKNOWN, CODE_UNKNOWN, ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { record, of, to, basis: ground, justification: why, idempotencyKey }: AuthorisationAsked): Promise<ApprovalReceipt> {
    const { keeping } = this;
    expectOfficer(keeping, caller);
    const { label } = await expectOwn(keeping, this.find, caller, record);
    const supplier = expectAgency(keeping, of, 'of');
    expectAgency(keeping, to, 'to');
    const [basis, justification] = [expectCode('transfer-bases', ground, 'basis'), expectCode('transfer-justifications', why, 'justification')];
    const sees = classesFor(label, supplier, keeping.source.clock.now().getTime()) !== 0;
    if (of === caller.agency || !sees || !mayAuthorise(basis, supplier, caller.agency)) {
      throw Refusal.because('TRANSFER_AUTHORITY_REQUIRED', 'of', 'LED art. 35(1)(c)', 'This is asked of an authority of a Member State that is a recipient of the record.');
    }
    const terms = { to, purpose: caller.purpose, justification, basis };
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'authorise-transfer', record, of, terms);
    return this.approvals.run(caller.agency, claim, { procedure: 'transfer-authorisation', answeredBy: of, record, terms });
  }
}
