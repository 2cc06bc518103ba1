import { createHash } from 'node:crypto';
import { isPurpose } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/postgres';

export interface DocumentGiven {
  readonly agency: string;
  readonly text: string;
  /** The only purpose that it may be asked for, or null. */
  readonly purpose: string | null;
}

/**
 * Registers a document for an agency; the same again changes nothing but its purpose. Whoever calls has
 * checked the text against the supergraph (`documentCheck` of the gateway).
 * @returns its id. @throws Refusal PURPOSE_NOT_ALLOWED; Error of the foreign key where there is no such agency
 */
export async function registerDocument(tx: Tx, { agency, text, purpose }: DocumentGiven): Promise<string> {
  if (purpose !== null && !isPurpose(purpose)) throw Refusal.because('PURPOSE_NOT_ALLOWED', 'purpose', 'schemas/policy/purposes.json', 'there is no such purpose');
  const id = createHash('sha256').update(text).digest('hex');
  await tx.query(`insert into directory.trusted_document as known (agency, id, text, purpose) values ($1, $2, $3, $4)
    on conflict (agency, id) do update set purpose = excluded.purpose where known.purpose is distinct from excluded.purpose`, [agency, id, text, purpose]);
  return id;
}

/** Nobody may ask it any more. @throws Refusal DOCUMENT_UNKNOWN when the agency has none of this id */
export async function withdrawDocument(tx: Tx, agency: string, id: string): Promise<void> {
  const gone = await tx.query('delete from directory.trusted_document where agency = $1 and id = $2 returning id', [agency, id]);
  if (gone.length === 0) throw Refusal.because('DOCUMENT_UNKNOWN', 'id', 'hub', 'the agency has no such document');
}
