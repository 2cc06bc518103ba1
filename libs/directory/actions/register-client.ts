import type { Tx } from '#libs/postgres';
import type { EnrolledClient } from '../model/participant.js';
import { ClientRow } from '../postgres/client-row.js';

/** Enrols a client of an agency, or changes what it may ask for, its secret, certificate or keys; one that is not said is taken away. Throws `TypeError` when a key is no public one. */
export async function registerClient(tx: Tx, client: EnrolledClient): Promise<void> {
  if (client.jwks?.keys.some((key) => key.kty === 'oct' || 'd' in key)) throw new TypeError(`client ${client.id}: only public keys are registered`);
  const { roles, rights = [], legalBases, certificateSubject = null, jwks = null } = client;
  const row = { ...client, roles: [...roles], rights: [...rights], legalBases: [...legalBases], certificateSubject, jwks };
  await tx.entities.upsert(ClientRow, row, { conflictPaths: ['id'], skipUpdateIfNoValuesChanged: true });
}
