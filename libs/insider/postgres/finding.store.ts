import type { Database, Statement } from '#libs/postgres';

export interface FindingRow {
  readonly id: string;
  readonly officer: string;
  readonly rule: string;
  readonly reason: string;
  readonly lines: readonly string[];
  readonly at: Date;
  readonly closed_at: Date | null;
  readonly outcome: string | null;
}

/** Where a page begins: behind this finding. */
export interface FindingPlace {
  readonly at: string;
  readonly id: string;
}

const FINDINGS: Statement = { name: 'insider.findings', text: 'select * from insider.findings($1, $2, $3, $4, $5)' };

/** Newest first. `facts`: the caller, as `callerFacts` of disclosure tells it. */
export function readFindings(database: Database, facts: string, closed: boolean | null, after: FindingPlace | null, limit: number): Promise<FindingRow[]> {
  return database.run<FindingRow>(FINDINGS, [facts, closed, after?.at ?? null, after?.id ?? null, limit]);
}

/** The finding as it stands then; null where the caller's agency has none of this id. */
export async function closeFinding(database: Database, facts: string, id: string, outcome: string): Promise<FindingRow | null> {
  const [row] = await database.query<FindingRow>('select * from insider.close($1, $2, $3)', [facts, id, outcome]);
  return row ?? null;
}
