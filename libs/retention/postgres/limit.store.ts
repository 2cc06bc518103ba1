import { refusing } from '#libs/audit';
import type { Database, Tx } from '#libs/postgres';

export interface HoldRow {
  readonly id: string;
  readonly record_id: string;
  readonly kind: string;
  readonly ground: string;
  readonly until: Date;
  readonly placed_at: Date;
  readonly lifted_at: Date | null;
}

export interface ErasureRow {
  readonly record_id: string;
  readonly subject: string;
  readonly kind: string;
  readonly reason: string;
  readonly legal_basis: string;
  readonly at: Date;
  readonly shredded_at: Date | null;
}

export interface DueReviewRow {
  readonly record_id: string;
  readonly kind: string;
  readonly due_at: Date;
  readonly erase_at: Date;
  readonly restricted: boolean;
}

/** Where a page begins: behind this moment and id. */
export interface Behind {
  readonly at: string;
  readonly id: string;
}

export interface Done {
  readonly kind: string;
  readonly version: number;
  readonly duplicate: boolean;
}

/** `facts`: the caller, as `callerFacts` of disclosure tells it. @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED, ACTION_NOT_ALLOWED, HOLD_DATE_PAST */
export function placeHold(tx: Tx, facts: string, record: string, ground: string, until: string): Promise<Done> {
  return done(tx, 'select * from retention.hold($1, $2, $3, $4)', [facts, record, ground, until]);
}

export function liftHolds(tx: Tx, facts: string, record: string): Promise<Done> {
  return done(tx, 'select * from retention.lift($1, $2)', [facts, record]);
}

/** @throws Refusal also REVIEW_DATE_PAST, DATES_IN_DISORDER */
export function markReviewed(tx: Tx, facts: string, record: string, next: string): Promise<Done> {
  return done(tx, 'select * from retention.reviewed($1, $2, $3)', [facts, record, next]);
}

async function done(tx: Tx, text: string, values: readonly unknown[]): Promise<Done> {
  const [row] = await refusing(() => tx.query<Done>(text, values));
  return row!;
}

export function readHolds(database: Database, facts: string, open: boolean | null, after: Behind | null, limit: number): Promise<HoldRow[]> {
  return database.query<HoldRow>('select * from retention.holds($1, $2, $3, $4, $5)', [facts, open, after?.at ?? null, after?.id ?? null, limit]);
}

export function readErasures(database: Database, facts: string, after: Behind | null, limit: number): Promise<ErasureRow[]> {
  return database.query<ErasureRow>('select * from retention.erasures($1, $2, $3, $4)', [facts, after?.at ?? null, after?.id ?? null, limit]);
}

export function readDueReviews(database: Database, facts: string, after: Behind | null, limit: number): Promise<DueReviewRow[]> {
  return database.query<DueReviewRow>('select * from retention.due_reviews($1, $2, $3, $4)', [facts, after?.at ?? null, after?.id ?? null, limit]);
}
