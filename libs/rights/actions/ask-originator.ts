import { AskApproval, type ApprovalReceipt } from '#libs/approvals';
import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import { claimOf, subjectId, type RecordKeeping } from '#libs/records';
import { ACTS, expectOneOf } from '../model/decisions.js';
import { readRequest } from '../postgres/rights.store.js';
import { expectRequest, expectRightsOfficer } from './expectations.js';

export interface LeaveAsked {
  readonly id: string;
  readonly record: string;
  readonly list: string;
  readonly ref: string;
  /** give, rectify, erase or restrict. */
  readonly act: string;
  readonly idempotencyKey: string;
}

/** Only the agency that a record came from may let it be told, or change it: it is asked inside the hub, in ids and codes, and names its ground where it refuses. */
export class AskOriginator {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly approvals: AskApproval,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, SUBJECT_REQUEST_ANSWERED, DECISION_NOT_FITTING for a record of one's own, CODE_UNKNOWN, ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { id, record, list, ref, act, idempotencyKey }: LeaveAsked): Promise<ApprovalReceipt> {
    const { keeping } = this;
    expectRightsOfficer(keeping, caller);
    expectRequest(id, record);
    expectOneOf(ACTS, act, 'act');
    const { items, answered_at } = await readRequest(keeping.database, callerFacts(caller), null, id);
    const item = items.find((one) => one.record === record && one.list === list && one.ref === ref);
    if (!item) throw Refusal.because('RECORD_NOT_FOUND', 'record', 'hub', 'The person was found in no such record.');
    if (answered_at) throw Refusal.because('SUBJECT_REQUEST_ANSWERED', 'id', 'LED art. 12(3)', 'The request was answered.');
    if (item.originator === caller.agency) throw Refusal.because('DECISION_NOT_FITTING', 'record', 'LED art. 14', 'The record is your own: decide it.');
    const terms = { request: id, act, list, ref, subject: subjectId(record, list, ref) };
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'ask-originator', record, terms);
    return this.approvals.run(caller.agency, claim, { procedure: 'subject-request', answeredBy: item.originator, record, terms });
  }
}
