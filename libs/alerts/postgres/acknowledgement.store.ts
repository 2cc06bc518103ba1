import { recorded, refusing } from '#libs/audit';
import type { Database, Statement, Tx } from '#libs/postgres';
import { type Claim } from '#libs/records';

const ACKNOWLEDGE: Statement = { name: 'alerts.acknowledge', text: 'select * from alerts.acknowledge($1, $2, $3, $4, $5, $6, $7)' };
const ACKNOWLEDGEMENTS: Statement = { name: 'alerts.acknowledgements', text: 'select * from alerts.acknowledgements($1, $2)' };

export interface StoredAcknowledgement {
  readonly alert: string;
  readonly agency: string;
  readonly at: Date;
}

export async function acknowledge(
  tx: Tx, claim: Claim, alert: string, told: readonly { agency: string; stream: string; id: string }[],
): Promise<{ version: number; duplicate: boolean }> {
  const values = [claim.caller, claim.key, claim.content, alert,
    told.map((entry) => entry.agency), told.map((entry) => entry.stream), told.map((entry) => entry.id)];
  const [row] = await refusing(() => tx.run<{ version: number; duplicate: boolean }>(ACKNOWLEDGE, values));
  return row!;
}

export function acknowledgementsOf(database: Database, caller: string, alerts: readonly string[]): Promise<StoredAcknowledgement[]> {
  return recorded(() => database.run<StoredAcknowledgement>(ACKNOWLEDGEMENTS, [caller, alerts]));
}
