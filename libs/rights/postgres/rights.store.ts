import { refusing } from '#libs/audit';
import type { RecordClass } from '#libs/contracts';
import type { Database, Tx } from '#libs/postgres';
import type { Found } from '../model/finding.js';
import type { SubjectItem, SubjectRequest } from '../model/request.js';

/** As PostgreSQL tells of a request; what is sealed stands in base64. */
export interface RequestRow extends Pick<SubjectRequest, 'id' | 'agency' | 'ground' | 'state' | 'overdue'> {
  readonly asked_for: string;
  readonly received_at: Date;
  readonly identity_check: string;
  readonly filed_at: Date;
  readonly filed_by: string | null;
  readonly due_at: Date;
  readonly extended_at: Date | null;
  readonly extended_for: string | null;
  readonly collected_at: Date | null;
  readonly answered_at: Date | null;
  readonly verified_at: Date | null;
  readonly verified_outcome: string | null;
  readonly forgotten_at: Date | null;
}

/** As an item is told of, but for what is sealed or counted otherwise. */
export interface ItemRow extends Omit<SubjectItem, 'silent' | 'withheld'> {
  readonly subject: string;
  readonly silent: boolean | null;
  /** Mask. */
  readonly keptBack: number | null;
}

export interface WholeRow extends RequestRow {
  readonly key_id: string;
  readonly place: string | null;
  readonly filed: string | null;
  readonly answer: string | null;
  readonly withheld: string | null;
  readonly items: readonly ItemRow[];
}

/** What an item says while its answer is put together. */
export interface DecidedRow extends Omit<ItemRow, 'matchedBy' | 'reason' | 'decidedAt' | 'decidedBy' | 'done'> {
  readonly holders: readonly { readonly agency: string; readonly classes: number; readonly since: string }[];
}

export interface SealedRow {
  readonly class: number;
  readonly version: number;
  readonly subject: string;
  readonly ciphertext: string;
  readonly key: string;
}

/** One record for one purpose; slices that the rules or the column list keep back are null. */
export type HeldRow = { readonly id: string; readonly kind: string; readonly sealed: readonly SealedRow[] | null } & { readonly [column in Lowercase<RecordClass>]?: Record<string, unknown> | null };

export interface FiledRow {
  readonly id: string;
  readonly asked_for: string;
  readonly ground: string | null;
  readonly received_at: string;
  readonly identity_check: string;
  readonly key_id: string;
  /** Intervals of PostgreSQL: until when it is to be answered, and how long before it is reminded of. */
  readonly within: string;
  readonly remind: string;
}

interface Claim {
  readonly caller: string;
  readonly key: string;
  readonly content: Buffer;
}

async function one<Row>(database: Database | Tx, text: string, values: readonly unknown[]): Promise<Row> {
  const [row] = await refusing(() => database.query<Row>(text, [...values]));
  return row!;
}

export function file(tx: Tx, { caller, key, content }: Claim, row: FiledRow, filed: Buffer): Promise<{ id: string; duplicate: boolean }> {
  return one(tx, 'select * from rights.file($1, $2, $3, $4, $5)', [caller, key, content, JSON.stringify(row), filed]);
}

/** @param by interval of PostgreSQL; null where the law allows none */
export async function extend(tx: Tx, facts: string, id: string, reason: string, by: string | null, remind: string): Promise<void> {
  await one(tx, 'select rights.extend($1, $2, $3, $4, $5)', [facts, id, reason, by, remind]);
}

/** What is sealed of the next records behind `after`. */
export function search(database: Database, facts: string, request: string, after: string, limit: number) {
  return one<{ last: string | null; walked: number | null; found: readonly { id: string; kind: string; sealed: readonly SealedRow[] }[] }>(
    database, 'select * from rights.search($1, $2, $3, $4)', [facts, request, after, limit]);
}

export async function noteFound(tx: Tx, facts: string, request: string, place: string | null, through: boolean, found: readonly Found[]): Promise<void> {
  await one(tx, 'select rights.note_found($1, $2, $3, $4, $5)', [facts, request, place, through, JSON.stringify(found)]);
}

export interface DecisionRow {
  readonly decision: string;
  readonly ground: string | null;
  readonly silent: boolean;
  readonly kept_back: number;
}

export async function decide(tx: Tx, facts: string, id: string, { record, list, ref }: { record: string; list: string; ref: string }, decision: DecisionRow, reason: Buffer | null): Promise<void> {
  await one(tx, 'select rights.decide($1, $2, $3, $4, $5, $6, $7)', [facts, id, record, list, ref, JSON.stringify(decision), reason]);
}

export async function carryOut(tx: Tx, facts: string, approval: string): Promise<void> {
  await one(tx, 'select rights.carry_out($1, $2)', [facts, approval]);
}

export function beginAnswer(tx: Tx, facts: string, id: string) {
  return one<{ asked_for: string; received_at: Date; key_id: string; items: readonly DecidedRow[] }>(tx, 'select * from rights.begin_answer($1, $2)', [facts, id]);
}

export function held(tx: Tx, facts: string, id: string): Promise<HeldRow[]> {
  return refusing(() => tx.query<HeldRow>('select * from rights.held($1, $2)', [facts, id]));
}

export async function keepAnswer(tx: Tx, facts: string, id: string, sealed: { answer: Buffer; withheld: Buffer }, told: ReadonlyMap<string, number>): Promise<void> {
  await one(tx, 'select rights.answer($1, $2, $3, $4, $5, $6)', [facts, id, sealed.answer, sealed.withheld, [...told.keys()], [...told.values()]]);
}

export interface RequestPlace {
  readonly at: string;
  readonly id: string;
}

/** Newest first; `agency`: whose, for the supervisor. */
export function readRequests(database: Database, facts: string, asked: { agency: string | null; state: string | null; after: RequestPlace | null; limit: number }): Promise<RequestRow[]> {
  const { agency, state, after, limit } = asked;
  return refusing(() => database.query<RequestRow>('select * from rights.requests($1, $2, $3, $4, $5, $6)', [facts, agency, state, after?.at ?? null, after?.id ?? null, limit]));
}

/** @param opened whether who the person is leaves the hub, which then has a line of its own @throws Refusal RECORD_NOT_FOUND, ACTION_NOT_ALLOWED */
export function readRequest(database: Database, facts: string, agency: string | null, id: string, opened = false): Promise<WholeRow> {
  return one(database, 'select * from rights.request_of($1, $2, $3, $4)', [facts, agency, id, opened]);
}

export async function verify(tx: Tx, facts: string, agency: string, id: string, outcome: string): Promise<Date> {
  return (await one<{ at: Date }>(tx, 'select rights.verify($1, $2, $3, $4) as at', [facts, agency, id, outcome])).at;
}
