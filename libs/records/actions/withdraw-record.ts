import type { Caller } from '#libs/kernel';
import { labelFrom } from '../model/rows.js';
import { current, withdraw, type Receipt } from '../postgres/record.store.js';
import { audienceOf, seenThrough } from '../model/audience.js';
import { expectVersion } from './amend-record.js';
import { claimOf, expectId, expectReason } from './claim.js';
import type { RecordKeeping } from './record-keeping.js';

export interface Withdrawal {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  /** Kept with the withdrawal for the originator; recipients are told only that the record was withdrawn. */
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Takes a record back: nobody but its originator sees it from then on, and every recipient is told to let go of its copy. */
export class WithdrawRecord {
  constructor(private readonly keeping: RecordKeeping) {}

  /** @throws Refusal RECORD_NOT_FOUND, VERSION_CONFLICT, IDEMPOTENCY_CONFLICT, or what is wrong with the reason */
  async run(caller: Caller, withdrawal: Withdrawal): Promise<Receipt> {
    const { keeping } = this;
    const { kind, id, version, reason } = withdrawal;
    keeping.writer(caller);
    expectId(id);
    expectReason(reason);
    const claim = claimOf(keeping.envelope, caller, withdrawal.idempotencyKey, 'withdraw', kind, id, version, reason);
    return keeping.database.transaction(async (tx) => {
      const before = await current(tx, claim, kind, id);
      if (before?.former_version) return { id, kind, version: before.former_version, duplicate: true };
      expectVersion(keeping, caller, before, version);
      const now = keeping.source.clock.now().getTime();
      const agencies = keeping.agencies();
      const label = labelFrom(before.label, now);
      const withdrawn = { ...label, state: 'withdrawn' as const };
      const byCode = new Map(agencies.map((agency) => [agency.agency, agency]));
      const announced = keeping.announce(id, {
        kind, originator: caller.agency, changed: 0,
        before: seenThrough(label, byCode, now), after: seenThrough(withdrawn, byCode, now),
      });
      await withdraw(tx, claim, { kind, id, reason }, audienceOf(withdrawn, agencies, now), announced);
      return { id, kind, version: version + 1, duplicate: false };
    });
  }
}
