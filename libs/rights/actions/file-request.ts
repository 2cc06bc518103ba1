import { Refusal, type Caller } from '#libs/kernel';
import { claimOf, type RecordKeeping } from '#libs/records';
import { codeOf, expectOneOf, expectText, RIGHTS } from '../model/decisions.js';
import type { Filed, Filing } from '../model/request.js';
import { isDay, soughtOf } from '../model/sought.js';
import { REMINDED_BEFORE, termOf } from '../model/terms.js';
import { file } from '../postgres/rights.store.js';
import { expectRightsOfficer } from './expectations.js';
import type { RequestSeal } from './request-seal.js';

/** Art. 16(2), and 4, 8, 10 to which it refers; GDPR art. 17(1). */
const ERASURE_GROUNDS: readonly string[] = ['unlawful', 'no-longer-necessary', 'legal-obligation', 'consent-withdrawn'];
/** An idempotency key and a new id are an agency's own, as of what it asks others. */
const UNDER = 'subject-request';

/** The agency's data-protection officer files what a person asked of it (LED art. 12-16); from then on its time runs. */
export class FileRequest {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly sealing: RequestSeal,
  ) {}

  /** @throws Refusal ACTION_NOT_ALLOWED, CODE_UNKNOWN, FORMAT_INVALID, DATE_IN_FUTURE, FIELD_REQUIRED, INPUT_INVALID, IDENTIFIER_REQUIRED, TOO_MANY, TEXT_TOO_LONG, TEXT_UNSAFE, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, filing: Filing): Promise<{ id: string; duplicate: boolean }> {
    const { keeping } = this;
    const agency = expectRightsOfficer(keeping, caller);
    expectOneOf(RIGHTS, filing.right, 'right');
    const received_at = receivedOf(filing.receivedOn, keeping.source.clock.now());
    const identity_check = codeOf('identity-checks', filing.identityCheck, 'identityCheck');
    const filed = filedOf(filing);
    const claim = claimOf(keeping.envelope, caller, filing.idempotencyKey, UNDER, filing.right, received_at, identity_check, filing.ground ?? null, filed);
    const key = await this.sealing.newKey();
    const id = keeping.source.ids.approval(caller.agency, `${UNDER}/${filing.idempotencyKey}`);
    const row = { id, asked_for: filing.right, ground: filing.ground ?? null, received_at, identity_check, key_id: key.id, within: termOf(agency.regime).within, remind: REMINDED_BEFORE };
    return keeping.database.single((tx) => file(tx, claim, row, this.sealing.seal(key, id, 'filed', filed)));
  }
}

/** What the person says, of themselves and of what is wrong: sealed as it is. */
function filedOf({ right, wrong = null, correct = null, ground = null, ...identifiers }: Filing): Filed {
  const sought = soughtOf(identifiers);
  if (right !== 'erasure' && ground !== null) throw Refusal.because('INPUT_INVALID', 'ground', 'LED art. 16(2)', 'Only an erasure is asked for on a ground.');
  if (right === 'erasure') expectOneOf(ERASURE_GROUNDS, ground ?? '', 'ground');
  if (right !== 'rectification') {
    if (wrong !== null || correct !== null) throw Refusal.because('INPUT_INVALID', 'wrong', 'LED art. 16(1)', 'Only what is to be put right has something wrong.');
    return { sought, wrong, correct };
  }
  return { sought, wrong: expectText(wrong, 'wrong', 'LED art. 16(1)'), correct: expectText(correct, 'correct', 'LED art. 16(1)') };
}

function receivedOf(day: string, now: Date): string {
  if (!isDay(day)) throw Refusal.because('FORMAT_INVALID', 'receivedOn', 'ISO 8601', 'This is no day.');
  if (new Date(day) > now) throw Refusal.because('DATE_IN_FUTURE', 'receivedOn', 'LED art. 12(3)', 'What was received cannot lie in the future.');
  return new Date(day).toISOString();
}
