import type { AskApproval, ApprovalReceipt } from '#libs/approvals';
import { Refusal, type Caller } from '#libs/kernel';
import type { RecordLabel } from '#libs/policy';
import { claimOf, type FindRecords, type RecordKeeping } from '#libs/records';
import { mayAuthorise } from '../model/authority.js';
import { wayTo } from '../model/onward.js';
import { expectAgency, expectCode, expectOfficer, expectShown } from './expectations.js';

export interface OnwardSharing {
  readonly record: string;
  /** The agency that is to have it as well. */
  readonly to: string;
  /** A code of `transfer-justifications`. */
  readonly justification: string;
  /** A code of `transfer-bases`; needed where personal data would leave the Union. */
  readonly basis?: string | null;
  readonly idempotencyKey: string;
}

/** A recipient asks the originator, inside the hub, whether another agency may have the record too (LED art. 9(3), 35(1)(e)). Its purpose is that of the request. */
export class RequestOnwardSharing {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly find: FindRecords,
    private readonly approvals: AskApproval,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, ONWARD_NOT_ALLOWED, TRANSFER_AUTHORITY_REQUIRED, AGENCY_UNKNOWN, CODE_UNKNOWN, ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { record, to, justification: why, basis: ground, idempotencyKey }: OnwardSharing): Promise<ApprovalReceipt> {
    const { keeping } = this;
    const asker = expectOfficer(keeping, caller);
    const { label } = await expectShown(keeping, this.find, caller, record);
    if (label.originator === caller.agency) throw notAllowed('The record is your own: address it to whom you will.');
    const target = expectAgency(keeping, to, 'to');
    const justification = expectCode('transfer-justifications', why, 'justification');
    const way = wayTo(label, asker, target, keeping.source.clock.now().getTime());
    if (way === 'none') throw notAllowed('Its onward rule keeps it from this agency, or the agency would see more of it than you do.');
    const terms = { to, purpose: caller.purpose, justification, ...(way === 'onward-transfer' ? basisOf(ground ?? null, label) : {}) };
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'onward', record, terms);
    return this.approvals.run(caller.agency, claim, { procedure: way, answeredBy: label.originator, record, terms });
  }
}

/** A basis on which the originator itself may authorise: what another state supplied is that state's to let go, and no recipient's to ask for past it. */
function basisOf(ground: string | null, { originator: agency, regime }: RecordLabel): Readonly<Record<string, string>> {
  const basis = ground === null ? null : expectCode('transfer-bases', ground, 'basis');
  if (basis === null || !mayAuthorise(basis, { agency, regime }, agency)) {
    throw Refusal.because('TRANSFER_AUTHORITY_REQUIRED', 'basis', 'LED art. 35(1), 36-38', 'Personal data would leave the Union: name a basis on which the originator may authorise it.');
  }
  return { basis };
}

const notAllowed = (message: string) => Refusal.because('ONWARD_NOT_ALLOWED', 'to', 'LED art. 9(3), 35(1)(e)', message);
