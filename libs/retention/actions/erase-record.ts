import type { Caller } from '#libs/kernel';
import { claimOf, expectId, type Receipt, type RecordKeeping } from '#libs/records';
import { expectErasureReason } from '../model/reasons.js';
import { erase } from '../postgres/erase.store.js';

export interface Erasure {
  readonly kind: string;
  readonly id: string;
  /** A code of `ERASURE_REASONS`. */
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Erases a record for good (LED art. 16(2), GDPR art. 17): what it says goes at once, in every version; its keys are
 * shredded a moment later, so that no backup can be opened either; everybody who was sent it is told to let go of it.
 */
export class EraseRecord {
  constructor(private readonly keeping: RecordKeeping) {}

  /** @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED, RECORD_HELD, CODE_UNKNOWN, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, { kind, id, reason, idempotencyKey }: Erasure): Promise<Receipt> {
    const { keeping } = this;
    keeping.writer(caller);
    expectId(id);
    expectErasureReason(reason);
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'erase', kind, id, reason);
    return keeping.database.single((tx) => erase(tx, claim, { kind, id, reason }));
  }
}
