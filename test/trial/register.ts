import { join } from 'node:path';
import { directoryEntities, issueCredentials, loadParticipants, readParticipants, secretsFrom } from '#libs/directory';
import { Database } from '#libs/postgres';
import { migrateHub } from '../../apps/assembly/schema.js';
import type { Services } from './services.js';

/** The demonstration's participants and their credentials, without its records. */
export async function enrolParticipants({ folder, postgres, broker }: Services, url: string): Promise<void> {
  await migrateHub(postgres.url, { session: postgres.sessionUrl, jobs: postgres.jobsUrl, watch: postgres.watchUrl });
  const participants = await readParticipants('deploy/local/participants.json');
  const credentials = join(folder, 'credentials.json');
  const database = await Database.connect({ url: postgres.url, poolSize: 1, entities: directoryEntities });
  try {
    await database.transaction((tx) => loadParticipants(tx, participants, secretsFrom(credentials)));
  } finally {
    await database.close();
  }
  const kafka = { brokers: broker.brokers, usersFile: join(folder, 'kafka', 'users.json') };
  await issueCredentials(credentials, { tokenUrl: `${url}/oauth/token`, graphqlUrl: `${url}/graphql`, kafka }, participants.clients);
}
