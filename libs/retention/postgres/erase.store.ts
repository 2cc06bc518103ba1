import { refusing } from '#libs/audit';
import type { Tx } from '#libs/postgres';
import { type Claim, type Receipt } from '#libs/records';

/** @throws Refusal RECORD_NOT_FOUND, RECORD_ERASED, RECORD_HELD, IDEMPOTENCY_CONFLICT */
export async function erase(tx: Tx, claim: Claim, { kind, id, reason }: { kind: string; id: string; reason: string }): Promise<Receipt> {
  const values = [claim.caller, claim.key, claim.content, kind, id, reason];
  const [row] = await refusing(() => tx.query<{ version: number; duplicate: boolean }>('select * from retention.erase($1, $2, $3, $4, $5, $6)', values));
  return { id, kind, ...row! };
}

/** @throws Refusal as `erase`, and REFERENCE_UNKNOWN where there is no such person */
export async function erasePerson(
  tx: Tx, claim: Claim, person: { kind: string; id: string; subject: string; list: string; ref: string; reason: string },
): Promise<Receipt> {
  const { kind, id, subject, list, ref, reason } = person;
  const values = [claim.caller, claim.key, claim.content, kind, id, subject, list, ref, reason];
  const [row] = await refusing(() => tx.query<{ version: number; duplicate: boolean }>('select * from retention.erase_person($1, $2, $3, $4, $5, $6, $7, $8, $9)', values));
  return { id, kind, ...row! };
}
