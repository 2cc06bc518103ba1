import { codelistNamed } from '#libs/contracts';
import { LedgerDisclosure, type Disclosed } from '#libs/disclosure';
import { isUuid, Refusal, type Caller, type Clock } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { OUTCOMES } from '../model/acts.js';
import type { Duty } from '../model/duty.js';
import { confirm } from '../postgres/recall.store.js';
import { dutyOf } from './told-recalls.js';

/** What a holder says that it did. */
export interface Confirmation {
  readonly id: string;
  readonly outcome: string;
  /** The law by which a copy is kept, a code of `legal-bases`: with that outcome and no other. */
  readonly legalBasis?: string | null;
  /** When it was done; RFC 3339. */
  readonly doneAt?: string | null;
}

/** A holder answers a recall (LED art. 16(6)). The originator alone learns of it. */
export class ConfirmRecall {
  private readonly disclosure: LedgerDisclosure;

  constructor(database: Database, private readonly clock: Clock) {
    this.disclosure = new LedgerDisclosure(database);
  }

  /**
   * The same again changes nothing.
   * @throws Refusal RECORD_NOT_FOUND for a recall that does not concern the caller's agency as for none; CODE_UNKNOWN,
   * LEGAL_BASIS_REQUIRED, INPUT_INVALID, FORMAT_INVALID, DATE_IN_FUTURE, DATES_IN_DISORDER, OUTCOME_NOT_FITTING, CONFIRMATION_CONFLICT, ACTION_NOT_ALLOWED
   */
  async run(caller: Caller, { id, outcome, legalBasis, doneAt }: Confirmation): Promise<Disclosed<Duty>> {
    if (!OUTCOMES.includes(outcome)) throw Refusal.because('CODE_UNKNOWN', 'outcome', 'LED art. 16(6)', `This is one of: ${OUTCOMES.join(', ')}.`);
    const basis = basisOf(outcome, legalBasis ?? null);
    const done = momentOf(doneAt ?? null, this.clock.now());
    if (!isUuid(id)) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such recall, or none that concerns you.');
    return this.disclosure.give(caller, 'confirm-recall', null, async (facts, database) => dutyOf(await confirm(database, facts, { id, outcome, legalBasis: basis, doneAt: done })));
  }
}

function basisOf(outcome: string, given: string | null): string | null {
  if (outcome !== 'kept-by-law') {
    if (given !== null) throw Refusal.because('INPUT_INVALID', 'legalBasis', 'LED art. 16(3)', 'Only what is kept by law has a legal basis here.');
    return null;
  }
  if (!given?.trim()) throw Refusal.because('LEGAL_BASIS_REQUIRED', 'legalBasis', 'LED art. 16(3)', 'Say by which law the copy is kept.');
  const code = codelistNamed('legal-bases').canonical(given);
  if (!code) throw Refusal.because('CODE_UNKNOWN', 'legalBasis', 'schemas/codelists/law/legal-bases.json', 'The list of legal bases has no such code.');
  return code;
}

/** RFC 3339 with an offset: a moment without one is another moment elsewhere. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/u;

function momentOf(given: string | null, now: Date): Date | null {
  if (given === null) return null;
  const moment = new Date(MOMENT.test(given) ? given : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw Refusal.because('FORMAT_INVALID', 'doneAt', 'RFC 3339', 'This is no moment in time.');
  if (moment > now) throw Refusal.because('DATE_IN_FUTURE', 'doneAt', 'LED art. 4(1)(d)', 'What was done cannot lie in the future.');
  return moment;
}
