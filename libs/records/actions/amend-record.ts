import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { fingerprint, labelFrom, prepare, rowsOf, seenThrough, versionsAfter, type Prepared, type Standing } from '../model/preparation.js';
import { changedClasses } from '../model/sealing.js';
import { current, replace, type Claim, type CurrentRecord, type Receipt } from '../postgres/record.store.js';
import type { RecordKeeping } from './record-keeping.js';

export interface Amendment {
  readonly kind: string;
  readonly id: string;
  /** The version this document replaces. */
  readonly version: number;
  readonly document: unknown;
  readonly idempotencyKey: string;
}

/** Replaces a record's content. Only classes that changed get a new version; agencies that see none of them learn nothing. */
export class AmendRecord {
  constructor(private readonly keeping: RecordKeeping) {}

  /** @throws Refusal RECORD_NOT_FOUND, VERSION_CONFLICT, IDEMPOTENCY_CONFLICT, or every issue of the document */
  async run(caller: Caller, amendment: Amendment): Promise<Receipt> {
    const { keeping } = this;
    const prepared = prepare(keeping.kinds, keeping.envelope, keeping.source.clock, {
      kind: amendment.kind, document: amendment.document, originator: keeping.agency(caller.agency),
    });
    const { kind, id, version } = amendment;
    const claim = {
      caller: callerFacts(caller), key: amendment.idempotencyKey,
      content: fingerprint(caller, 'amend', kind, id, version, prepared.document),
    };
    return keeping.database.transaction(async (tx) => {
      const before = await current(tx, claim, kind, id);
      if (before?.former_version) return { id, kind, version: before.former_version, duplicate: true };
      const standing = next(before, amendment, prepared, keeping.source.clock.now().toISOString());
      await this.#keep(tx, claim, before!, prepared, standing);
      return { id, kind, version: standing.version, duplicate: false };
    });
  }

  async #keep(tx: Tx, claim: Claim, before: CurrentRecord, prepared: Prepared, standing: Standing): Promise<void> {
    const { keeping } = this;
    const now = keeping.source.clock.now().getTime();
    const agencies = keeping.agencies();
    const keys = new Map((before.keys ?? []).map((key) => [`${key.subject}/${key.class}`, Buffer.from(key.wrapped, 'base64')]));
    const record = rowsOf(prepared, standing, agencies, now, {
      envelope: keeping.envelope, keyOf: (subject, classBit) => keys.get(`${subject}/${classBit}`),
    });
    const byCode = new Map(agencies.map((agency) => [agency.agency, agency]));
    const announced = keeping.announce({
      kind: prepared.shape.kind, originator: prepared.label.originator, changed: standing.changed,
      before: seenThrough(labelFrom(before.label), byCode, now), after: seenThrough(prepared.label, byCode, now),
    });
    await replace(tx, claim, record, announced);
  }
}

/** @throws Refusal RECORD_NOT_FOUND, also for another agency's record; VERSION_CONFLICT */
export function expectVersion(before: CurrentRecord | null, version: number): asserts before is CurrentRecord {
  if (!before?.version) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such record of yours.');
  if (before.version !== version) {
    throw Refusal.because('VERSION_CONFLICT', 'version', 'design: versions in order', 'The record has another version by now: read it again.');
  }
}

function next(before: CurrentRecord | null, amendment: Amendment, prepared: Prepared, at: string): Standing {
  expectVersion(before, amendment.version);
  const version = amendment.version + 1;
  const changed = changedClasses(before.digests, prepared.slices.digests);
  return {
    id: amendment.id, version, changed, changes: [...before.changes, changed],
    changedAt: [...before.changed_at.map((time) => time.toISOString()), at],
    sliceVersions: versionsAfter(before.slice_versions, changed, version),
  };
}
