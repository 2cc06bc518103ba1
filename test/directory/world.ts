import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Directory, directoryEntities, directorySchema, loadParticipants, readParticipants, secretsFrom, type Participants,
} from '#libs/directory';
import { Database, migrate } from '#libs/postgres';
import { freshDatabase } from '../services/index.js';

export interface World {
  /** The owner's URL. */
  readonly url: string;
  readonly database: Database;
  readonly directory: Directory;
  readonly participants: Participants;
  /** Where the clients' secrets lie. */
  readonly credentials: string;
  load(): Promise<void>;
  close(): Promise<void>;
}

/** The demonstration's register in a database of its own. */
export async function demoRegister(): Promise<World> {
  const fresh = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'register-'));
  const credentials = join(folder, 'credentials.json');
  await migrate(fresh.url, [directorySchema]);
  const database = await Database.connect({ url: fresh.url, entities: directoryEntities });
  const participants = await readParticipants('deploy/local/participants.json');
  const load = () => database.transaction((tx) => loadParticipants(tx, participants, secretsFrom(credentials)));
  await load();
  const directory = await Directory.open(database);
  const close = async () => {
    await directory.close();
    await database.close();
    await fresh.drop();
    await rm(folder, { recursive: true });
  };
  return { url: fresh.url, database, directory, participants, credentials, load, close };
}
