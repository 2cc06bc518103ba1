import { recorded, refusing } from '#libs/audit';
import type { Database, Statement, Tx } from '#libs/postgres';
import type { Announcement } from '#libs/delivery';
import type { AudienceEntry } from '../model/audience.js';
import type { FacetValue } from '../model/facets.js';
import type { SealedRow } from '../model/sealing.js';

export { refusing };

/** A record ready to be kept: the row as JSON by column, and the rows that follow from it. */
export interface StoredRecord {
  readonly row: Readonly<Record<string, unknown>>;
  readonly audience: readonly AudienceEntry[];
  readonly facets: readonly FacetValue[];
  readonly sealed: readonly SealedRow[];
}

/** What makes a submission the agency's own and repeatable: its key and a fingerprint of what was handed in. */
export interface Claim {
  readonly caller: string;
  readonly key: string;
  readonly content: Buffer;
}

export interface IdentifiedAnnouncement extends Announcement {
  readonly id: string;
}

export interface Receipt {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  /** True when this very submission had been taken before. */
  readonly duplicate: boolean;
}

export interface CurrentRecord {
  readonly former_version: number | null;
  readonly version: number | null;
  readonly changes: number[];
  readonly changed_at: Date[];
  readonly slice_versions: number[];
  readonly digests: string[];
  readonly label: Readonly<Record<string, unknown>>;
  readonly keys: readonly { subject: string; class: number; key: string }[] | null;
}

/** The most that one statement submits. */
export const LARGEST_LOT = 16;
/** By how many they submit, less one; each a transaction that keeps all or nothing. */
const SUBMIT: readonly Statement[] = Array.from({ length: LARGEST_LOT }, (_, last) => ({
  name: `records.submit.${last + 1}`,
  text: Array.from({ length: last + 1 }, (__, place) => `select ${place} as place, s.* from records.submit(${placeholders(18, 18 * place)}) s`).join(' union all '),
}));
const REPLACE: Statement = { name: 'records.replace', text: `select records.replace(${placeholders(20)})` };
const WITHDRAW: Statement = { name: 'records.withdraw', text: `select records.withdraw(${placeholders(13)})` };
const CURRENT: Statement = { name: 'records.current', text: `select * from records.current(${placeholders(5)})` };

/** What is to be kept of one submission. */
export interface HandedIn {
  readonly claim: Claim;
  readonly record: StoredRecord;
  readonly announced: readonly IdentifiedAnnouncement[];
}

interface SubmittedRow {
  readonly place: number;
  readonly record_id: string;
  readonly kind: string;
  readonly version: number;
  readonly duplicate: boolean;
}

/** Record, audience, facets, deliveries and ledger line, of at most `LARGEST_LOT`: one statement, and so all of them or none. @returns the receipts in the same order */
export async function submit(tx: Tx, lot: readonly HandedIn[]): Promise<Receipt[]> {
  const values = lot.flatMap(({ claim, record, announced }) => [claim.caller, claim.key, claim.content, ...written(record, announced)]);
  const rows = await refusing(() => tx.run<SubmittedRow>(SUBMIT[lot.length - 1]!, values));
  const receipts: Receipt[] = [];
  for (const { place, record_id: id, kind, version, duplicate } of rows) receipts[place] = { id, kind, version, duplicate };
  return receipts;
}

/** `ground`: of an amendment that puts right what was wrong. */
export async function replace(
  tx: Tx, claim: Claim, { record, ground }: { record: StoredRecord; ground: string | null }, announced: readonly IdentifiedAnnouncement[],
): Promise<void> {
  const action = ground === null ? 'amend' : 'rectify';
  await refusing(() => tx.run(REPLACE, [claim.caller, claim.key, claim.content, action, ground, ...written(record, announced)]));
}

export async function withdraw(
  tx: Tx, claim: Claim, withdrawn: { kind: string; id: string; reason: string },
  audience: readonly AudienceEntry[], announced: readonly IdentifiedAnnouncement[],
): Promise<void> {
  const { kind, id, reason } = withdrawn;
  const values = [claim.caller, claim.key, claim.content, kind, id, reason, ...audienceColumns(audience), ...announcedColumns(announced)];
  await refusing(() => tx.run(WITHDRAW, values));
}

export async function restrict(
  tx: Tx, claim: Claim, restricted: { kind: string; id: string; restricted: boolean; ground: string | null },
  audience: readonly AudienceEntry[], announced: readonly IdentifiedAnnouncement[],
): Promise<void> {
  const { kind, id, ground } = restricted;
  const values = [claim.caller, claim.key, claim.content, kind, id, restricted.restricted, ground, ...audienceColumns(audience), ...announcedColumns(announced)];
  await refusing(() => tx.query(`select records.restrict(${placeholders(14)})`, values));
}

/** An amendment that changes nothing makes no version, but its key is used up like any other. */
export async function unchanged(tx: Tx, claim: Claim, record: { kind: string; id: string; version: number }): Promise<void> {
  const { kind, id, version } = record;
  await refusing(() => tx.query('select records.unchanged($1, $2, $3, $4, $5, $6)', [claim.caller, claim.key, claim.content, kind, id, version]));
}

/** Locks the record for this transaction. Nothing where it does not exist, is another's, or was withdrawn. */
export async function current(tx: Tx, claim: Claim, kind: string, id: string): Promise<CurrentRecord | null> {
  const [row] = await refusing(() => tx.run<CurrentRecord>(CURRENT, [claim.caller, claim.key, claim.content, kind, id]));
  return row ?? null;
}

/** The label's columns, for those who may ask who sees what; null for all others. The question is in the ledger either way. */
export async function labelOf(database: Database, caller: string, id: string): Promise<Readonly<Record<string, unknown>> | null> {
  const [row] = await recorded(() => database.query<{ label: Record<string, unknown> }>('select label from records.label_of($1, $2)', [caller, id]));
  return row?.label ?? null;
}

function written({ row, audience, facets, sealed }: StoredRecord, announced: readonly IdentifiedAnnouncement[]): unknown[] {
  return [
    JSON.stringify(row),
    ...audienceColumns(audience),
    facets.map((entry) => entry.facet), facets.map((entry) => entry.value), facets.map((entry) => entry.classBit),
    sealed.map((entry) => entry.subject), sealed.map((entry) => entry.classBit),
    sealed.map((entry) => entry.ciphertext), sealed.map((entry) => entry.key),
    ...announcedColumns(announced),
  ];
}

export function audienceColumns(audience: readonly AudienceEntry[]): unknown[] {
  return [audience.map((entry) => entry.audience), audience.map((entry) => entry.purposes), audience.map((entry) => entry.classes)];
}

export function announcedColumns(announced: readonly IdentifiedAnnouncement[]): unknown[] {
  return [
    announced.map((entry) => entry.agency), announced.map((entry) => entry.stream),
    announced.map((entry) => entry.type), announced.map((entry) => entry.id),
  ];
}

function placeholders(count: number, after = 0): string {
  return Array.from({ length: count }, (_, index) => `$${after + index + 1}`).join(', ');
}
