import { createHash } from 'node:crypto';
import { loadParticipants, readParticipants, type Participants } from '#libs/directory';
import type { Clock, Ids } from '#libs/kernel';
import { openHouse, type House } from '../../../apps/assembly/house.js';
import { takeOver } from '../../../apps/assembly/keys/bring-up.js';
import { migrateHub, migrateKeys } from '../../../apps/assembly/schema.js';
import { secretOf } from '../../world/template.js';
import { urlOf } from './databases.js';

/** Of the bench's worlds only: they hold nothing but invented people. */
export const MASTER_KEY = createHash('sha256').update('amanat bench worlds').digest();
/** The same in every process on such a world: a log goes on under the key that it was begun with. */
export const LEDGER_KEY = createHash('sha256').update('amanat bench ledger').digest();

export interface HubSettings {
  readonly poolSize?: number;
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** The demonstration's where not said. */
  readonly participants?: Participants;
}

/** One key store for all worlds of the cluster. */
export const keysOf = (databaseUrl: string): string => urlOf(databaseUrl, 'amanat_keys');

/** The hub's own rooms on a database, brought up to this version, with its participants. */
export async function openHub(databaseUrl: string, { participants: given, ...settings }: HubSettings = {}): Promise<House> {
  const keysUrl = keysOf(databaseUrl);
  await migrateKeys(keysUrl, { rollBack: true });
  await migrateHub(databaseUrl, { rollBack: true }); // a kept world serves whichever build is measured
  await takeOver(databaseUrl, keysUrl, MASTER_KEY);
  const house = await openHouse({ databaseUrl, keysUrl, masterKey: MASTER_KEY, ...settings });
  const participants = given ?? await readParticipants('deploy/local/participants.json');
  await house.database.transaction((tx) => loadParticipants(tx, participants, async (ids) => new Map(ids.map((id) => [id, secretOf(id)]))));
  await house.directory.refresh();
  return house;
}
