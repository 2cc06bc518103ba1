import { createHash } from 'node:crypto';
import { CLASSES, KINDS, purposeMask, normalise, validate, type KindShape } from '#libs/contracts';
import { Refusal, type Caller, type Clock } from '#libs/kernel';
import type { Envelope } from '#libs/keys';
import { visibleClasses, AUDIENCE_CLEARANCE, type AudienceLabel, type RecordLabel } from '#libs/policy';
import { audienceOf } from './audience.js';
import { facetsOf } from './facets.js';
import type { Kinds } from './kinds.js';
import { complete, labelOf, type CompleteDocument } from './label.js';
import { openColumns, seal, sliced, type Sliced } from './sealing.js';

/** A document that passed every check, taken apart and labelled, but of no version yet. */
export interface Prepared {
  readonly shape: KindShape;
  readonly document: CompleteDocument;
  readonly label: RecordLabel;
  readonly slices: Sliced;
}

/** @throws Refusal with every issue found, naming field and rule */
export function prepare(
  kinds: Kinds, envelope: Envelope, clock: Clock,
  input: { kind: string; document: unknown; originator: AudienceLabel },
): Prepared {
  const shape = KINDS[input.kind];
  if (!shape || !kinds.has(input.kind)) throw Refusal.because('EVENT_TYPE_UNKNOWN', 'kind', 'schemas/graphql', 'There is no such kind.');
  const schemaIssues = validate(input.kind, input.document, clock.now());
  if (schemaIssues.length > 0) throw Refusal.of(schemaIssues);
  const given = normalise(input.kind, input.document) as Record<string, unknown>;
  const issues = kinds.check(input.kind, given, clock.now());
  if (issues.length > 0) throw Refusal.of(issues);
  const document = complete(given, input.originator.regime);
  return { shape, document, label: labelOf(document, input.originator.agency), slices: sliced(shape, document, envelope) };
}

/** Where a version stands in its record's life. */
export interface Standing {
  readonly id: string;
  readonly version: number;
  readonly changed: number;
  readonly changes: readonly number[];
  readonly changedAt: readonly string[];
  readonly sliceVersions: readonly number[];
}

export function firstStanding(id: string, slices: Sliced, at: string): Standing {
  const changed = slices.digests.reduce((mask, digest, bit) => (digest === '' ? mask : mask | (1 << bit)), 0);
  return { id, version: 1, changed, changes: [changed], changedAt: [at], sliceVersions: versionsAfter([], changed, 1) };
}

export function versionsAfter(before: readonly number[], changed: number, version: number): number[] {
  return CLASSES.map(({ bit }) => (changed & (1 << bit) ? version : (before[bit] ?? 0)));
}

/** The rows of one version. */
export function rowsOf(
  prepared: Prepared, standing: Standing, agencies: readonly AudienceLabel[], now: number,
  sealing: { envelope: Envelope; keyOf(subject: string, classBit: number): Buffer | undefined },
) {
  const { shape, document, label, slices } = prepared;
  return {
    row: { ...columnsOf(shape.kind, label, standing), digests: slices.digests, ...openColumns(slices.open) },
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

/** The label back from its columns. */
export function labelFrom(columns: Readonly<Record<string, unknown>>): RecordLabel {
  const column = <T>(name: string) => columns[name] as T;
  return {
    originator: column('originator'), regime: column('regime'), tlp: column('tlp'), recipients: column('recipients'),
    transfers: column('transfers'), purposes: column('purposes'), categories: column('categories'),
    handling: column('handling'), restricted: column('restricted'), state: column('state'),
    eraseAt: Date.parse(column('erase_at')), referralConsent: column('referral_consent'), onward: column('onward'),
  };
}

/** How agencies see a label, as `announcementsOf` asks for it. */
export function seenThrough(label: RecordLabel, agencies: ReadonlyMap<string, AudienceLabel>, now: number) {
  return (code: string, purpose: number): number => {
    const agency = agencies.get(code);
    return agency ? visibleClasses(label, agency, { purpose, clearance: AUDIENCE_CLEARANCE, now }) : 0;
  };
}

/** Mask of the classes a caller sees of a record with this label. */
export function seenBy(caller: Caller, agency: AudienceLabel, label: RecordLabel, now: number): number {
  const request = { purpose: purposeMask(caller.purpose), clearance: caller.clearance, now };
  return visibleClasses(label, agency, request) & caller.classes;
}

/** The version number that a mask shows: how many versions changed something it sees. */
export function visibleVersion(changes: readonly number[], mask: number): number {
  return changes.filter((change) => (change & mask) !== 0).length;
}

/** Fingerprint of what was handed in, for telling a repetition from another thing under the same key. */
export function fingerprint(caller: Caller, ...parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify([caller.agency, ...parts])).digest();
}
