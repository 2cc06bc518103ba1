import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import { subjectId, type RecordKeeping } from '#libs/records';
import { checked, expectOneOf, type Decision } from '../model/decisions.js';
import { EXTENSION_REASONS, REMINDED_BEFORE, termOf } from '../model/terms.js';
import { decide, extend, readRequest } from '../postgres/rights.store.js';
import { expectRequest, expectRightsOfficer } from './expectations.js';
import type { RequestSeal } from './request-seal.js';

export interface Deciding extends Decision {
  readonly id: string;
  readonly record: string;
  readonly list: string;
  readonly ref: string;
}

/** Decides, record by record, what the person is told and what is done (LED art. 14-16). */
export class DecideItem {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly sealing: RequestSeal,
  ) {}

  /**
   * What is erased of a record of one's own goes in the same transaction; what is to be put right or restricted is an officer's to do.
   * @throws Refusal RECORD_NOT_FOUND, SUBJECT_REQUEST_NOT_COLLECTED, SUBJECT_REQUEST_ANSWERED, DECISION_NOT_FITTING, ORIGINATOR_ANSWER_REQUIRED, RECORD_HELD,
   * ACTION_NOT_ALLOWED, or what is wrong with the decision
   */
  async run(caller: Caller, { id, record, list, ref, ...decision }: Deciding): Promise<void> {
    const { keeping } = this;
    expectRightsOfficer(keeping, caller);
    expectRequest(id, record);
    const { reason, ...row } = checked(decision);
    const facts = callerFacts(caller);
    const sealed = reason === null ? null : await this.#sealed(facts, id, reason, subjectId(record, list, ref));
    await keeping.database.transaction((tx) => decide(tx, facts, id, { record, list, ref }, row, sealed));
  }

  /** More time, once, for a reason that the law knows. @throws Refusal RECORD_NOT_FOUND, SUBJECT_REQUEST_ANSWERED, DEADLINE_NOT_EXTENDABLE, CODE_UNKNOWN, ACTION_NOT_ALLOWED */
  async extend(caller: Caller, id: string, reason: string): Promise<void> {
    const { keeping } = this;
    const { regime } = expectRightsOfficer(keeping, caller);
    expectRequest(id);
    expectOneOf(EXTENSION_REASONS, reason, 'reason');
    await keeping.database.single((tx) => extend(tx, callerFacts(caller), id, reason, termOf(regime).extension, REMINDED_BEFORE));
  }

  async #sealed(facts: string, id: string, reason: string, subject: string): Promise<Buffer> {
    const key = await this.sealing.key((await readRequest(this.keeping.database, facts, null, id)).key_id);
    if (!key) throw Refusal.because('SUBJECT_REQUEST_ANSWERED', 'id', 'LED art. 12(3)', 'The request was answered, and is forgotten.');
    return this.sealing.seal(key, id, 'reason', reason, subject);
  }
}
