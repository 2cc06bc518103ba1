import type { Caller } from '#libs/kernel';
import { subjectId } from '../model/sealing.js';
import { expectErasureReason, expectPersons } from '../model/time-limits.js';
import { eraseSubject, type Receipt } from '../postgres/record.store.js';
import { claimOf, expectId } from './claim.js';
import type { Erasure } from './erase-record.js';
import type { RecordKeeping } from './record-keeping.js';

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
    return keeping.database.single((tx) => eraseSubject(tx, claim, person));
  }
}
