import type { Caller } from '#libs/kernel';
import { seenThrough } from '../model/audience.js';
import { prepare } from '../model/preparation.js';
import { rowsOf } from '../model/rows.js';
import { firstStanding } from '../model/standing.js';
import type { Receipt } from '../postgres/record.store.js';
import { claimOf } from './claim.js';
import { Lots } from './lots.js';
import type { RecordKeeping } from './record-keeping.js';

export interface Submission {
  readonly kind: string;
  readonly document: unknown;
  /** The agency's own key: the same key with the same document is one submission, however often it comes. */
  readonly idempotencyKey: string;
}

/** Takes a record into trust: all that follows from it is kept in the same transaction, or nothing is. */
export class SubmitRecord {
  readonly #lots: Lots;

  constructor(private readonly keeping: RecordKeeping) {
    this.#lots = new Lots(keeping.database);
  }

  /** @throws Refusal with every issue; IDEMPOTENCY_CONFLICT for another document under a used key */
  async run(caller: Caller, submission: Submission): Promise<Receipt> {
    const { keeping } = this;
    const { clock, ids } = keeping.source;
    const id = ids.record(caller.agency, submission.idempotencyKey);
    const prepared = prepare(keeping.kinds, keeping.envelope, clock, {
      id, kind: submission.kind, document: submission.document, originator: keeping.writer(caller),
    });
    const now = clock.now();
    const standing = firstStanding(id, prepared.slices, now.toISOString());
    const agencies = keeping.agencies();
    const unused = await keeping.sealing.keyring.take(prepared.slices.pieces.length);
    const record = rowsOf(prepared, standing, agencies, now.getTime(), { envelope: keeping.envelope, keyOf: () => unused.pop()! });
    const seen = seenThrough(prepared.label, new Map(agencies.map((agency) => [agency.agency, agency])), now.getTime());
    const announced = keeping.announce(standing.id, {
      kind: submission.kind, originator: caller.agency, changed: standing.changed, before: () => 0, after: seen,
    });
    const claim = claimOf(keeping.envelope, caller, submission.idempotencyKey, 'submit', submission.kind, prepared.document);
    return this.#lots.keep(caller.agency, { claim, record, announced });
  }
}
