import { refusing } from '#libs/audit';
import type { Slice } from '#libs/contracts';
import type { Database, Tx } from '#libs/postgres';
import { announcedColumns, audienceColumns, type AudienceEntry, type Claim, type IdentifiedAnnouncement } from '#libs/records';

export interface WidenedRow {
  readonly id: string;
  readonly custody: Slice;
  readonly digest: string;
  readonly recipients: readonly string[];
  readonly transfers: readonly string[];
  readonly changedAt: string;
}

/** Kind and label's columns of a record in the caller's audience; null for any other. For a check: nothing of it leaves. */
export async function heldLabel(database: Database | Tx, facts: string, id: string): Promise<{ kind: string; label: Record<string, unknown> } | null> {
  const [row] = await refusing(() => database.query<{ kind: string; label: Record<string, unknown> }>('select * from transfers.held($1, $2)', [facts, id]));
  return row ?? null;
}

export async function custodyOf(tx: Tx, facts: string, id: string): Promise<Slice> {
  const [row] = await refusing(() => tx.query<{ custody: Slice | null }>('select * from transfers.custody($1, $2)', [facts, id]));
  return row?.custody ?? {};
}

/** @returns the version of the record's own */
export async function widen(tx: Tx, claim: Claim, row: WidenedRow, audience: readonly AudienceEntry[], announced: readonly IdentifiedAnnouncement[]): Promise<number> {
  const { id, custody, digest, recipients, transfers, changedAt } = row;
  const values = [
    claim.caller, claim.key, claim.content, id, JSON.stringify(custody), digest, recipients, transfers, changedAt, ...audienceColumns(audience), ...announcedColumns(announced),
  ];
  const [widened] = await refusing(() => tx.query<{ version: number }>(
    'select transfers.widen($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as version', values));
  return widened!.version;
}
