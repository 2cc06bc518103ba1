import type { Caller } from '#libs/kernel';
import { audienceOf, seenThrough } from '../model/audience.js';
import { labelFrom } from '../model/rows.js';
import { current, restrict, unchanged, type Receipt } from '../postgres/record.store.js';
import { expectVersion, expectWholeView } from './amend-record.js';
import { claimOf, expectId } from './claim.js';
import type { RecordKeeping } from './record-keeping.js';
import { expectGround } from './rectify-record.js';

/** LED art. 16(3)(a) and (b). */
export const RESTRICTION_GROUNDS = ['accuracy-contested', 'needed-as-evidence'] as const;

export interface Restriction {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly idempotencyKey: string;
}

/**
 * Restricts what may be done with a record (LED art. 16(3)): from then on nobody but its originator sees it, and every
 * holder has to leave its copy unused. Lifting gives it back to those who may see it then.
 */
export class RestrictRecord {
  constructor(private readonly keeping: RecordKeeping) {}

  /** @throws Refusal CODE_UNKNOWN for the ground, RECORD_NOT_FOUND, VERSION_CONFLICT, ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT */
  async run(caller: Caller, restriction: Restriction & { readonly ground: string }): Promise<Receipt> {
    expectGround(restriction.ground, RESTRICTION_GROUNDS, 'LED art. 16(3)');
    return this.#set(caller, restriction, true, restriction.ground);
  }

  /** @throws Refusal as `run` */
  lift(caller: Caller, restriction: Restriction): Promise<Receipt> {
    return this.#set(caller, restriction, false, null);
  }

  async #set(caller: Caller, { kind, id, version, idempotencyKey }: Restriction, restricted: boolean, ground: string | null): Promise<Receipt> {
    const { keeping } = this;
    keeping.writer(caller);
    expectId(id);
    const claim = claimOf(keeping.envelope, caller, idempotencyKey, 'restrict', kind, id, version, restricted, ground);
    return keeping.database.transaction(async (tx) => {
      const before = await current(tx, claim, kind, id);
      if (before?.former_version) return { id, kind, version: before.former_version, duplicate: true };
      expectVersion(keeping, caller, before, version);
      expectWholeView(keeping, caller, before);
      const label = labelFrom(before.label, keeping.source.clock.now().getTime());
      if (label.restricted === restricted) {
        await unchanged(tx, claim, { kind, id, version });
        return { id, kind, version, duplicate: false };
      }
      const now = keeping.source.clock.now().getTime();
      const agencies = keeping.agencies();
      const after = { ...label, restricted };
      const byCode = new Map(agencies.map((agency) => [agency.agency, agency]));
      const announced = keeping.announce(id, {
        kind, originator: caller.agency, changed: 0, before: seenThrough(label, byCode, now), after: seenThrough(after, byCode, now),
      });
      await restrict(tx, claim, { kind, id, restricted, ground }, audienceOf(after, agencies, now), announced);
      return { id, kind, version: version + 1, duplicate: false };
    });
  }
}
