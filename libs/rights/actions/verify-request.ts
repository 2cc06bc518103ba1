import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { RecordKeeping } from '#libs/records';
import { verificationOf } from '../model/answer.js';
import { expectOneOf } from '../model/decisions.js';
import { verify } from '../postgres/rights.store.js';
import { expectReader, expectRequest } from './expectations.js';

/** What the supervisor found; the agency is told, the person is not. */
const OUTCOMES: readonly string[] = ['lawful', 'to-be-decided-again'];

export interface Verification {
  readonly request: string;
  readonly verifiedOn: string;
  /** To be handed to the person. */
  readonly statement: string;
}

/** The rights of the person exercised through the supervisory authority (LED art. 17). */
export class VerifyRequest {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly disclosure: LedgerDisclosure,
  ) {}

  /** Says that it has verified a request, and what it found. @throws Refusal RECORD_NOT_FOUND, ACTION_NOT_ALLOWED, AGENCY_UNKNOWN, CODE_UNKNOWN */
  async run(caller: Caller, { agency, id, outcome }: { readonly agency: string; readonly id: string; readonly outcome: string }): Promise<Disclosed<Verification>> {
    if (!caller.roles.includes('supervisor')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'LED art. 17, 47(1)', 'This is for the supervisory authority.');
    expectReader(this.keeping, caller, agency);
    expectRequest(id);
    expectOneOf(OUTCOMES, outcome, 'outcome');
    return this.disclosure.give(caller, 'verify-subject-request', agency, async (facts, database) =>
      verificationOf(id, await database.single((tx) => verify(tx, facts, agency, id, outcome))));
  }
}
