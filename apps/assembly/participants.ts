import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueCredentials, loadParticipants, readParticipants, secretsFrom, type Client } from '#libs/directory';
import type { Environment } from '#libs/process';
import type { House } from './house.js';

/** Where `npm start` keeps the certificates. */
const TLS = 'tls';

/** The register lies in the repository's own folder, above this file or, compiled, above `dist`. */
function registerFile(folder = dirname(fileURLToPath(import.meta.url))): string {
  const file = join(folder, 'deploy/local/participants.json');
  if (existsSync(file) || folder === dirname(folder)) return file;
  return registerFile(dirname(folder));
}

/** The demo's agencies, clients and streams; their secrets stand in the credentials file alone. */
export async function loadDemoParticipants(house: House, environment: Environment, publicUrl: string): Promise<readonly Client[]> {
  const file = join(environment.home, 'credentials.json');
  const participants = await readParticipants(registerFile());
  await house.database.transaction((tx) => loadParticipants(tx, participants, secretsFrom(file)));
  await house.directory.refresh();
  const kafka = house.kafka ? { brokers: environment.kafkaBrokers.join(','), usersFile: join(environment.home, 'kafka', 'users.json') } : null;
  const tls = existsSync(join(environment.home, TLS, 'ca.crt')) ? TLS : null;
  await issueCredentials(file, { tokenUrl: `${publicUrl}/oauth/token`, graphqlUrl: `${publicUrl}/graphql`, tls, kafka }, participants.clients);
  return participants.clients;
}
