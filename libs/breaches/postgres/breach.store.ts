import { refusing } from '#libs/audit';
import type { Database, Tx } from '#libs/postgres';
import type { Account } from '../model/account.js';
import type { Breach, Notice, Notification } from '../model/breach.js';
import type { Scope } from '../model/scope.js';

/** An agency's own key with the fingerprint of what stands behind it, and the caller as PostgreSQL is told of it. */
export interface Claim {
  readonly caller: string;
  readonly key: string;
  readonly content: Buffer;
}

/** One of a list, in the form in which it is given. */
export interface ListedRow<Node> {
  readonly at: Date;
  readonly id: string;
  readonly told: Node;
}

/** Where a page begins: behind this one. */
export interface Place {
  readonly at: string;
  readonly id: string;
  readonly number?: number;
}

/** What a document is made of. `notification`: with which it was given, null for one that is not yet. */
export type Material = Breach & { readonly notification: Notification | null };

/** A notification inside the hub, as the authority finds it. */
export type Received = Notification & { readonly breach: string; readonly agency: string };

async function given<Given>(tx: Database | Tx, call: string, values: readonly unknown[]): Promise<Given> {
  const places = values.map((_, place) => `$${place + 1}`).join(', ');
  const [row] = await refusing(() => tx.query<{ given: Given }>(`select breaches.${call}(${places}) as given`, [...values]));
  return row!.given;
}

/** @throws Refusal ACTION_NOT_ALLOWED, IDEMPOTENCY_CONFLICT, DATES_IN_DISORDER, RECORD_NOT_FOUND, AGENCY_UNKNOWN, TOO_MANY */
export function openBreach(tx: Tx, { caller, key, content }: Claim, id: string, awareAt: string, account: Account, scope: Scope): Promise<Breach> {
  return given(tx, 'open', [caller, key, content, id, awareAt, JSON.stringify(account), JSON.stringify(scope)]);
}

/** @throws Refusal as `openBreach`, and BREACH_CLOSED */
export function addToBreach(tx: Tx, { caller, key, content }: Claim, id: string, account: Account, scope: Scope): Promise<Breach> {
  return given(tx, 'add', [caller, key, content, id, JSON.stringify(account), JSON.stringify(scope)]);
}

/** @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND, IDEMPOTENCY_CONFLICT, BREACH_CLOSED, DATES_IN_DISORDER, DELAY_UNEXPLAINED, BREACH_INCOMPLETE */
export function actOnBreach(tx: Tx, act: 'notify' | 'decide' | 'close', { caller, key, content }: Claim, id: string, said: object): Promise<Breach> {
  return given(tx, act, [caller, key, content, id, JSON.stringify(said)]);
}

/** Newest first. @throws Refusal ACTION_NOT_ALLOWED */
export function readBreaches(database: Database, facts: string, agency: string, status: string | null, after: Place | null, limit: number): Promise<ListedRow<Breach>[]> {
  return refusing(() => database.query('select * from breaches.list($1, $2, $3, $4, $5, $6)', [facts, agency, status, after?.at ?? null, after?.id ?? null, limit]));
}

/** Null where that agency has none of this id. @throws Refusal ACTION_NOT_ALLOWED */
export function readBreach(database: Database, facts: string, agency: string, id: string): Promise<Breach | null> {
  return given(database, 'one', [facts, agency, id]);
}

/** Null where there is no such notification. @throws Refusal ACTION_NOT_ALLOWED */
export function readMaterial(database: Database, facts: string, agency: string, id: string, number: number | null): Promise<Material | null> {
  return given(database, 'material', [facts, agency, id, number]);
}

/** Null where that agency has none of this id. @throws Refusal ACTION_NOT_ALLOWED */
export function requireCommunication(database: Database, facts: string, agency: string, id: string, said: { readonly required: boolean; readonly ground: string | null }): Promise<Breach | null> {
  return given(database, 'require', [facts, agency, id, JSON.stringify(said)]);
}

/** In the order of their ids. @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND */
export function readAffected(database: Database, facts: string, id: string, after: string | null, limit: number): Promise<{ id: string; kind: string; own: boolean }[]> {
  return refusing(() => database.query('select * from breaches.records($1, $2, $3, $4)', [facts, id, after, limit]));
}

/** Newest first. @throws Refusal ACTION_NOT_ALLOWED */
export function readNotifications(database: Database, facts: string, after: Place | null, limit: number): Promise<(ListedRow<Received> & { readonly number: number })[]> {
  return refusing(() => database.query('select * from breaches.notifications($1, $2, $3, $4, $5)', [facts, after?.at ?? null, after?.id ?? null, after?.number ?? null, limit]));
}

/** Newest first. @throws Refusal ACTION_NOT_ALLOWED */
export function readNotices(database: Database, facts: string, after: Place | null, limit: number): Promise<ListedRow<Notice>[]> {
  return refusing(() => database.query('select * from breaches.notices($1, $2, $3, $4)', [facts, after?.at ?? null, after?.id ?? null, limit]));
}

/** @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND */
export function acknowledgeNotice(database: Database, facts: string, id: string, passOn: boolean): Promise<Notice> {
  return given(database, 'acknowledge', [facts, id, passOn]);
}
