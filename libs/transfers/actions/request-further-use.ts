import type { AskApproval, ApprovalReceipt } from '#libs/approvals';
import { CLASSES, isPurpose, maskOf, purposeMask, type RecordClass } from '#libs/contracts';
import { Refusal, type Caller } from '#libs/kernel';
import { claimOf, type FindRecords, type RecordKeeping } from '#libs/records';
import { classesTerm, everShown } from '../model/further.js';
import { classesFor } from '../model/onward.js';
import { expectCode, expectOfficer, expectShown } from './expectations.js';

export interface FurtherUse {
  readonly record: string;
  /** A code of `purposes` that the record does not name. */
  readonly purpose: string;
  /** A code of `legal-bases`: the law that provides for it (LED art. 4(2)(a)). */
  readonly legalBasis: string;
  /** A code of `transfer-justifications`: what it is necessary for (LED art. 4(2)(b)). */
  readonly necessity: string;
  /** A code of `proportionality`: why no less would do (LED art. 4(2)(b)). */
  readonly proportionality: string;
  /** No more than the purpose needs (LED art. 4(1)(c)). */
  readonly classes: readonly string[];
  readonly until?: string | null;
  readonly idempotencyKey: string;
}

const CODES: readonly string[] = CLASSES.map(({ code }) => code);

/**
 * A recipient asks the originator, inside the hub, whether it may use a record that it sees for a purpose that the
 * record does not name: a new decision, and the originator's (LED art. 4(2), 9(1)).
 */
export class RequestFurtherUse {
  constructor(
    private readonly keeping: RecordKeeping,
    private readonly find: FindRecords,
    private readonly approvals: AskApproval,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, PURPOSE_FORBIDDEN, FURTHER_USE_NOT_ALLOWED, CODE_UNKNOWN, FORMAT_INVALID, DATES_IN_DISORDER, ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { record, purpose, legalBasis: law, necessity: why, proportionality: measure, classes: named, until, idempotencyKey }: FurtherUse): Promise<ApprovalReceipt> {
    const { keeping } = this;
    const asker = expectOfficer(keeping, caller);
    const { label } = await expectShown(keeping, this.find, caller, record);
    if (!isPurpose(purpose)) throw Refusal.because('CODE_UNKNOWN', 'purpose', 'codelist purposes', 'The code is not in the code list.');
    const [legalBasis, necessity] = [expectCode('legal-bases', law, 'legalBasis'), expectCode('transfer-justifications', why, 'necessity')];
    const proportionality = expectCode('proportionality', measure, 'proportionality');
    const now = keeping.source.clock.now().getTime();
    const bit = purposeMask(purpose);
    const classes = expectClasses(named);
    if (label.originator === caller.agency || (label.purposes & bit) !== 0) throw notAllowed('purpose', 'The record serves this purpose already, or it is your own: amend it.');
    if ((classes & ~everShown(asker, bit, now)) !== 0) {
      throw Refusal.because('PURPOSE_FORBIDDEN', 'classes', 'LED art. 4(2), 9(1); PTPA 2018 s.6; Directive 2011/36/EU art. 8, 11', 'No originator may agree to this: the rules show these classes to no agency of your kind for that purpose.');
    }
    if ((classes & ~classesFor(label, asker, now)) !== 0) throw notAllowed('classes', 'Your agency is not shown all of these classes for any purpose.');
    const terms = { purpose, legalBasis, necessity, proportionality, classes: classesTerm(classes), ...(until ? { until: expectLater(until, now) } : {}) };
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'further-use', record, terms);
    return this.approvals.run(caller.agency, claim, { procedure: 'further-use', answeredBy: label.originator, record, terms });
  }
}

function expectClasses(named: readonly string[]): number {
  if (named.length === 0) throw Refusal.because('FIELD_REQUIRED', 'classes', 'LED art. 4(1)(c)', 'Name the classes that the purpose needs.');
  if (!named.every((code) => CODES.includes(code))) throw Refusal.because('CODE_UNKNOWN', 'classes', 'schemas/policy/classes.json', 'There is no such class.');
  return maskOf(...(named as readonly RecordClass[]));
}

function expectLater(until: string, now: number): string {
  const at = Date.parse(until);
  if (Number.isNaN(at)) throw Refusal.because('FORMAT_INVALID', 'until', 'RFC 3339', 'This is no moment.');
  if (at <= now) throw Refusal.because('DATES_IN_DISORDER', 'until', 'LED art. 4(2)', 'A use that is asked for ends after it is asked for.');
  return new Date(at).toISOString();
}

const notAllowed = (field: string, message: string) => Refusal.because('FURTHER_USE_NOT_ALLOWED', field, 'LED art. 4(2), 9(1)', message);
