import type { Disclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { seenBy, seenThrough } from '../model/audience.js';
import { prepare, type Prepared } from '../model/preparation.js';
import { labelFrom, rowsOf } from '../model/rows.js';
import { changedClasses, type KeyOf } from '../model/sealing.js';
import { nextStanding, visibleVersion, type Standing } from '../model/standing.js';
import { current, replace, unchanged, type Claim, type CurrentRecord, type Receipt } from '../postgres/record.store.js';
import { claimOf, expectId } from './claim.js';
import type { RecordKeeping } from './record-keeping.js';

export interface Amendment {
  readonly kind: string;
  readonly id: string;
  /** The version this document replaces. */
  readonly version: number;
  readonly document: unknown;
  readonly idempotencyKey: string;
  /** Why what stood there was wrong; null for an amendment that adds to what was right. */
  readonly ground?: string | null;
}

/** Replaces a record's content. Only classes that changed get a new version; agencies that see none of them learn nothing. */
export class AmendRecord {
  constructor(private readonly keeping: RecordKeeping, private readonly disclosure: Disclosure) {}

  /** @throws Refusal RECORD_NOT_FOUND, VERSION_CONFLICT, IDEMPOTENCY_CONFLICT, or every issue of the document */
  async run(caller: Caller, amendment: Amendment): Promise<Receipt> {
    const { keeping } = this;
    expectId(amendment.id);
    const prepared = prepare(keeping.kinds, keeping.envelope, keeping.source.clock, {
      id: amendment.id, kind: amendment.kind, document: amendment.document, originator: keeping.writer(caller),
    });
    const { kind, id, version, ground = null } = amendment;
    const action = ground === null ? ['amend'] : ['rectify', ground];
    const claim = claimOf(keeping.envelope, caller, amendment.idempotencyKey, ...action, kind, id, version, prepared.document);
    return keeping.database.transaction(async (tx) => {
      const before = await current(tx, claim, kind, id);
      if (before?.former_version) return { id, kind, version: before.former_version, duplicate: true };
      expectVersion(keeping, caller, before, version);
      expectWholeView(keeping, caller, before);
      await this.#expectHistoryKept(tx, caller, amendment, prepared);
      const changed = changedClasses(before.digests, prepared.slices.digests);
      if (changed === 0) {
        await unchanged(tx, claim, { kind, id, version });
        return { id, kind, version, duplicate: false };
      }
      const standing = nextStanding(id, before, changed, keeping.source.clock.now().toISOString());
      await this.#keep(tx, { ...claim, ground }, before, prepared, standing);
      return { id, kind, version: standing.version, duplicate: false };
    });
  }

  /** The version replaced is read as its originator reads it, line and all, under the record's lock. */
  async #expectHistoryKept(tx: Tx, caller: Caller, { kind, id }: Amendment, prepared: Prepared): Promise<void> {
    const check = this.keeping.kinds.amendmentCheck(kind);
    if (!check) return;
    const before = await this.disclosure.consult(tx, caller, kind, id);
    const issues = before ? check(before, prepared.document) : [];
    if (issues.length > 0) throw Refusal.of(issues);
  }

  async #keep(tx: Tx, claim: Claim & { ground: string | null }, before: CurrentRecord, prepared: Prepared, standing: Standing): Promise<void> {
    const { keeping } = this;
    const now = keeping.source.clock.now().getTime();
    const agencies = keeping.agencies();
    const record = rowsOf(prepared, standing, agencies, now, { envelope: keeping.envelope, keyOf: await this.#keysFor(before, prepared) });
    const byCode = new Map(agencies.map((agency) => [agency.agency, agency]));
    const announced = keeping.announce(standing.id, {
      kind: prepared.shape.kind, originator: prepared.label.originator, changed: standing.changed,
      before: seenThrough(labelFrom(before.label, now), byCode, now), after: seenThrough(prepared.label, byCode, now),
    });
    await replace(tx, claim, { record, ground: claim.ground }, announced);
  }

  /** The key that a subject has, where it was not shredded, else one that was never used. */
  async #keysFor({ keys }: CurrentRecord, { slices }: Prepared): Promise<KeyOf> {
    const { keyring } = this.keeping.sealing;
    const named = new Map((keys ?? []).map(({ subject, class: bit, key }) => [`${subject}/${bit}`, key]));
    const [opened, unused] = await Promise.all([keyring.open(named.values()), keyring.take(slices.pieces.length)]);
    return (subject, classBit) => {
      const id = named.get(`${subject}/${classBit}`);
      const plain = id === undefined ? undefined : opened.get(id);
      return plain ? { id: id!, plain } : unused.pop()!;
    };
  }
}

/**
 * The version meant is the one the caller sees.
 * @throws Refusal RECORD_NOT_FOUND, also for another agency's record; VERSION_CONFLICT
 */
export function expectVersion(keeping: RecordKeeping, caller: Caller, before: CurrentRecord | null, version: number): asserts before is CurrentRecord & { version: number } {
  if (!before?.version) throw Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such record of yours.');
  if (visibleVersion(before.changes, viewOf(keeping, caller, before)) !== version) {
    throw Refusal.because('VERSION_CONFLICT', 'version', 'design: versions in order', 'The record has another version by now: read it again.');
  }
}

/** An amendment is the whole new document: whoever does not see a part of the record would wipe it out unknowingly. */
export function expectWholeView(keeping: RecordKeeping, caller: Caller, before: CurrentRecord): void {
  const held = before.digests.reduce((mask, digest, bit) => (digest === '' ? mask : mask | (1 << bit)), 0);
  if ((held & ~viewOf(keeping, caller, before)) !== 0) {
    throw Refusal.because('ACTION_NOT_ALLOWED', '', 'design: who amends sees all', 'The record holds classes that you do not see for this purpose.');
  }
}

function viewOf(keeping: RecordKeeping, caller: Caller, before: CurrentRecord): number {
  const now = keeping.source.clock.now().getTime();
  return seenBy(caller, keeping.agency(caller.agency), labelFrom(before.label, now), now);
}
