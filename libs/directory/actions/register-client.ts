import type { Tx } from '#libs/postgres';
import type { EnrolledClient } from '../model/participant.js';
import { ClientRow } from '../postgres/client-row.js';

/** Enrols a client of an agency, or changes what it may ask for or its secret. */
export async function registerClient(tx: Tx, client: EnrolledClient): Promise<void> {
  const row = { ...client, roles: [...client.roles], legalBases: [...client.legalBases] };
  await tx.entities.upsert(ClientRow, row, { conflictPaths: ['id'], skipUpdateIfNoValuesChanged: true });
}
