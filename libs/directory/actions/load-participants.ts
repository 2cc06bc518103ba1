import { hashSecret, secretMatches } from '#libs/identity';
import type { Tx } from '#libs/postgres';
import type { Client } from '../model/participant.js';
import type { Participants } from '../participants-file.js';
import { openStream } from './open-stream.js';
import { openTaskForce } from './open-task-force.js';
import { registerAgency } from './register-agency.js';
import { registerClient } from './register-client.js';
import { joinTaskForce } from './task-force-members.js';
import { registerDocument } from './trusted-documents.js';

/** Gives the secret of each client, minting those that are missing; they must be safe on disk when it returns. */
export type SecretSource = (clients: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/**
 * Brings the register to what `participants` says. Idempotent: a second start changes nothing, not
 * even the revision. What others have added stays. Processes that start together take turns.
 */
export async function loadParticipants(tx: Tx, participants: Participants, secretsOf: SecretSource): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('amanat:participants'))`);
  for (const agency of participants.agencies) await registerAgency(tx, agency);
  const hashes = await hashesOf(tx, participants.clients, secretsOf);
  for (const client of participants.clients) await registerClient(tx, { ...client, secretHash: hashes.get(client.id)! });
  for (const stream of participants.streams) await openStream(tx, stream);
  for (const taskForce of participants.taskForces ?? []) {
    await openTaskForce(tx, taskForce);
    for (const member of taskForce.members) await joinTaskForce(tx, taskForce.code, member);
  }
  for (const document of participants.documents ?? []) await registerDocument(tx, document);
}

/** Keeps a hash that still fits: a new one of the same secret would be a change. */
async function hashesOf(tx: Tx, clients: readonly Client[], secretsOf: SecretSource): Promise<Map<string, string>> {
  const ids = clients.map((client) => client.id);
  const rows = await tx.query<{ id: string; hash: string }>(
    'select id, secret_hash as hash from directory.client where id = any ($1)', [ids]);
  const kept = new Map(rows.map((row) => [row.id, row.hash]));
  const secrets = await secretsOf(ids);
  const fitting = async (id: string): Promise<[string, string]> => {
    const secret = secrets.get(id)!;
    const hash = kept.get(id);
    return [id, hash && (await secretMatches(secret, hash)) ? hash : await hashSecret(secret)];
  };
  return new Map(await Promise.all(ids.map(fitting)));
}
