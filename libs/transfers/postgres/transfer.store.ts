import type { Database } from '#libs/postgres';

export interface TransferRow {
  readonly seq: string;
  readonly record: string;
  readonly recipient: string;
  readonly basis: string;
  readonly justification: string | null;
  readonly authorised_by: string | null;
  readonly authorised_at: Date;
  readonly authorisation: string;
  readonly classes: number;
  readonly recorded_at: Date;
}

/** Where a page begins: behind this one. */
export interface TransferPlace {
  readonly seq: string;
}

/** Newest first. */
export function readTransfers(database: Database, facts: string, after: TransferPlace | null, limit: number): Promise<TransferRow[]> {
  return database.query<TransferRow>('select * from transfers.list($1, $2, $3)', [facts, after?.seq ?? null, limit]);
}
