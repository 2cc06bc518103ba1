import type { Caller } from '#libs/kernel';
import { claimOf, expectId, subjectId, type Receipt, type RecordKeeping } from '#libs/records';
import { expectErasureReason, expectPersons } from '../model/reasons.js';
import { erasePerson } from '../postgres/erase.store.js';
import type { Erasure } from './erase-record.js';

export interface PersonErasure extends Erasure {
  /** `victims`, `suspects` or `witnesses`. */
  readonly list: string;
  /** The originator's own ref of the person. */
  readonly ref: string;
}

/** Erases one person out of every version of a record (LED art. 16(2)); the others in it stay, and whoever sees the difference is told. */
export class ErasePerson {
  constructor(private readonly keeping: RecordKeeping) {}

  /** @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED, RECORD_HELD, REFERENCE_UNKNOWN, CODE_UNKNOWN, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { kind, id, list, ref, reason, idempotencyKey }: PersonErasure): Promise<Receipt> {
    const { keeping } = this;
    keeping.writer(caller);
    expectId(id);
    expectErasureReason(reason);
    expectPersons(list);
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'erase-person', kind, id, list, ref, reason);
    const person = { kind, id, subject: subjectId(id, list, ref), list, ref, reason };
    return keeping.database.single((tx) => erasePerson(tx, claim, person));
  }
}
