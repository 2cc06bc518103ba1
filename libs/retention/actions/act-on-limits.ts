import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller, type Clock } from '#libs/kernel';
import type { Database, Tx } from '#libs/postgres';
import { expectId, type Receipt } from '#libs/records';
import { expectGround } from '../model/grounds.js';
import { futureMoment } from '../model/moment.js';
import { liftHolds, markReviewed, placeHold, type Done } from '../postgres/limit.store.js';

/**
 * What an originator does about a record's time limits: stops the erasure by a legal hold, lets it go on, or says
 * that the record was reviewed. Each is a line of its ledger in the same transaction.
 */
export class ActOnLimits {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Past its erasure date the record is then for its originator alone. @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED, CODE_UNKNOWN, FORMAT_INVALID, HOLD_DATE_PAST */
  async hold(caller: Caller, { id, ground, until }: { readonly id: string; readonly ground: string; readonly until: string }): Promise<Receipt> {
    expectActor(caller);
    expectGround(ground);
    const moment = futureMoment(until, this.clock.now(), 'until', (field) => Refusal.because('HOLD_DATE_PAST', field, 'LED art. 16(3)(b)', 'A legal hold must end in the future.'));
    return this.#do(id, (tx) => placeHold(tx, callerFacts(caller), id, ground, moment));
  }

  /** All that are open: what is past its erasure date is erased within moments. @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED */
  async lift(caller: Caller, id: string): Promise<Receipt> {
    expectActor(caller);
    return this.#do(id, (tx) => liftHolds(tx, callerFacts(caller), id));
  }

  /** @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED, FORMAT_INVALID, REVIEW_DATE_PAST, DATES_IN_DISORDER */
  async reviewed(caller: Caller, { id, next }: { readonly id: string; readonly next: string }): Promise<Receipt> {
    expectActor(caller);
    const moment = futureMoment(next, this.clock.now(), 'next', (field) => Refusal.because('REVIEW_DATE_PAST', field, 'LED art. 5', 'The next review must lie in the future.'));
    return this.#do(id, (tx) => markReviewed(tx, callerFacts(caller), id, moment));
  }

  async #do(id: string, act: (tx: Tx) => Promise<Done>): Promise<Receipt> {
    expectId(id);
    return { id, ...await this.database.single(act) };
  }
}

function expectActor({ roles }: Caller): void {
  if (!roles.includes('officer') && !roles.includes('data-protection-officer')) {
    throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role officer or data-protection-officer', 'This client may not act on time limits.');
  }
}
