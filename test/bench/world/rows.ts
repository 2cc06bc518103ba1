import type { CapturedSubmission } from './captured-submission.js';

export type Row = Readonly<Record<string, unknown>>;

/** The rows of each table that follow from one submission: what `records.submit` lays, table by table. */
export const ROWS: Readonly<Record<string, (submission: CapturedSubmission) => Row[]>> = {
  'records.record': ({ row }) => [row],
  'records.submission': ({ caller, key, content, row }) => [
    { agency: caller.agency, key, content, record_id: row.id, kind: row.kind, version: row.version }],
  'records.record_audience': ({ row, audience }) => audience.agencies.map((agency, place) => ({
    audience: agency, kind: row.kind, purposes: audience.purposes[place], record_id: row.id,
    classes: audience.classes[place], tlp: row.tlp, erase_at: row.erase_at,
  })),
  'records.record_facet': facetRows,
  'records.sealed_slice': ({ row, sealed }) => sealed.subjects.map((subject, place) => ({
    record_id: row.id, class: sealed.classes[place], version: row.version, subject, ciphertext: sealed.ciphertexts[place], key_id: sealed.keys[place] })),
  'delivery.entry': ({ row, deliveries }) => deliveries.agencies.map((agency, place) => ({
    agency, stream: deliveries.streams[place], id: deliveries.ids[place], type: deliveries.types[place],
    kind: row.kind, record_id: row.id, version: row.version,
  })),
  'audit.ledger': ({ caller, row }) => [{
    agency: caller.agency, client: caller.client, officer: caller.officer, action: 'submit', kind: row.kind,
    records: [row.id], masks: [(row.changes as number[])[0]], purpose: caller.purpose, legal_basis: caller.legal_basis,
    case_reference: caller.case_reference, operation_id: caller.operation_id, policy: caller.policy,
  }],
};

/** Tables that hold one row for many submissions: gathered while loading, laid at the end. */
export const SCOPES: Readonly<Record<string, (submission: CapturedSubmission) => Row[]>> = {
  'records.audience_scope': ({ row, audience }) => audience.agencies.map((agency, place) => ({
    audience: agency, kind: row.kind, purposes: audience.purposes[place], tlp: row.tlp })),
  'records.facet_scope': (submission) => facetRows(submission).map(({ audience, purposes }) => ({
    audience, kind: submission.row.kind, purposes, tlp: submission.row.tlp })),
};

/** One row for each agency that sees the facet's class, for all purposes for which it does. */
function facetRows({ row, audience, facets }: CapturedSubmission): Row[] {
  return [...new Set(audience.agencies)].flatMap((agency) => facets.names.flatMap((facet, which) => {
    const bit = facets.classes[which]!;
    const purposes = audience.agencies.reduce((mask, other, place) =>
      other === agency && audience.classes[place]! & (1 << bit) ? mask | audience.purposes[place]! : mask, 0);
    return purposes ? [{ record_id: row.id, purposes, tlp: row.tlp, class: bit, audience: agency, facet, value: facets.values[which] }] : [];
  }));
}
