import type { Envelope } from '#libs/keys';
import type { RecordLabel } from '#libs/policy';
import { audienceOf, type Participant } from './audience.js';
import { facetsOf } from './facets.js';
import { limitsOf } from './time-limits.js';
import type { Prepared } from './preparation.js';
import { openColumns, seal, type KeyOf } from './sealing.js';
import type { Standing } from './standing.js';

/** The rows of one version. */
export function rowsOf(
  prepared: Prepared, standing: Standing, agencies: readonly Participant[], now: number,
  sealing: { envelope: Envelope; keyOf: KeyOf },
) {
  const { shape, document, label, slices } = prepared;
  return {
    row: { ...columnsOf(shape.kind, label, standing), ...limitsOf(standing.id, document), digests: slices.digests, ...openColumns(slices.open) },
    audience: audienceOf(label, agencies, now),
    facets: facetsOf(shape, document),
    sealed: seal(slices.pieces, { record: standing.id, version: standing.version, classes: standing.changed }, sealing.envelope, sealing.keyOf),
  };
}

export function columnsOf(kind: string, label: RecordLabel, standing: Standing): Record<string, unknown> {
  return {
    id: standing.id, kind, version: standing.version, changes: standing.changes, changed_at: standing.changedAt,
    slice_versions: standing.sliceVersions, originator: label.originator, regime: label.regime, tlp: label.tlp,
    recipients: label.recipients, transfers: label.transfers, purposes: label.purposes, categories: label.categories,
    handling: label.handling, restricted: label.restricted, state: label.state,
    erase_at: new Date(label.eraseAt).toISOString(), referral_consent: label.referralConsent, onward: label.onward,
  };
}

/**
 * The label back from its columns, as it stands now: what a legal hold keeps past its erasure date is restricted
 * (LED art. 16(3)(b)), and erased when the hold ends. PostgreSQL says the same in `standing-label.ts`.
 */
export function labelFrom(columns: Readonly<Record<string, unknown>>, now: number): RecordLabel {
  const column = <T>(name: string) => columns[name] as T;
  const [eraseAt, heldUntil] = [Date.parse(column('erase_at')), Date.parse(column('held_until'))];
  const held = heldUntil > now; // not so where there is no hold: then it is no date
  return {
    originator: column('originator'), regime: column('regime'), tlp: column('tlp'), recipients: column('recipients'),
    transfers: column('transfers'), purposes: column('purposes'), categories: column('categories'),
    handling: column('handling'), restricted: column<boolean>('restricted') || (held && eraseAt <= now), state: column('state'),
    eraseAt: held ? Math.max(eraseAt, heldUntil) : eraseAt, referralConsent: column('referral_consent'), onward: column('onward'),
  };
}
