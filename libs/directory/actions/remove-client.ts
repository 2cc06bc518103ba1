import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { ClientRow } from '../postgres/client-row.js';

/** Ends a client's enrolment: from then on its tokens are nobody's. Throws `CLIENT_UNKNOWN`. */
export async function removeClient(tx: Tx, id: string): Promise<void> {
  const { affected } = await tx.entities.delete(ClientRow, { id });
  if (!affected) throw Refusal.because('CLIENT_UNKNOWN', 'client', 'hub', 'the directory has no such client');
}
