import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { purposesIn } from '#libs/contracts';
import { newSecret } from '#libs/identity';
import type { SecretSource } from './actions/load-participants.js';
import type { Client } from './model/participant.js';

/** How a demo client reaches the hub. `kafka` is null where the hub has no broker; `usersFile` holds `{ user: password }`. */
export interface Addresses {
  readonly tokenUrl: string;
  readonly graphqlUrl: string;
  /** Folder of `ca.crt` and a `.crt` and `.key` for each client, from that of the credentials; null for a hub without TLS. */
  readonly tls?: string | null;
  readonly kafka: { readonly brokers: string; readonly usersFile: string } | null;
}

interface Credentials {
  tokenUrl?: string;
  graphqlUrl?: string;
  ca?: string | null;
  kafka?: object | null;
  clients: Record<string, { secret: string; [term: string]: unknown }>;
}

/** Client secrets from the credentials file, minted there once and durable before anyone hashes them. */
export function secretsFrom(file: string): SecretSource {
  return async (ids) => {
    const credentials = await readJson<Credentials>(file, { clients: {} });
    const missing = ids.filter((id) => !credentials.clients[id]);
    for (const id of missing) credentials.clients[id] = { secret: newSecret() };
    if (missing.length) await writeCredentials(file, credentials);
    return new Map(ids.map((id) => [id, credentials.clients[id]!.secret]));
  };
}

/** Completes the credentials file (mode 0600) with addresses and terms. Writes nothing when nothing changed. */
export async function issueCredentials(file: string, addresses: Addresses, clients: readonly Client[]): Promise<void> {
  const before = await readJson<Credentials>(file, { clients: {} });
  const { kafka, tls = null } = addresses;
  const users = kafka ? await readJson<Record<string, string>>(kafka.usersFile, {}) : {};
  const told = clients.filter(({ id }) => before.clients[id]).map((client) => [client.id, {
    secret: before.clients[client.id]!.secret,
    agency: client.agency,
    purposes: purposesIn(client.purposes),
    legalBases: client.legalBases,
    certificate: tls && `${tls}/${client.id}.crt`,
    key: tls && `${tls}/${client.id}.key`,
    kafka: kafkaLogin(client, users),
  }]);
  const after: Credentials = {
    tokenUrl: addresses.tokenUrl,
    graphqlUrl: addresses.graphqlUrl,
    ca: tls && `${tls}/ca.crt`,
    kafka: kafka && { brokers: kafka.brokers, mechanism: 'SCRAM-SHA-512', protocol: 'SASL_PLAINTEXT' },
    clients: { ...before.clients, ...Object.fromEntries(told) },
  };
  if (JSON.stringify(after) !== JSON.stringify(before)) await writeCredentials(file, after);
}

/** The broker knows agencies, not clients: the agency's own client is given its login, the others none. */
function kafkaLogin({ id, agency }: Client, users: Record<string, string>): { username: string; password: string } | null {
  const password = agency === id ? users[agency] : undefined;
  return password === undefined ? null : { username: id, password };
}

async function readJson<Content>(file: string, absent: Content): Promise<Content> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return absent;
    throw error;
  }
}

/** Never half a file, and never one that others may read, not even for a moment. */
async function writeCredentials(file: string, credentials: Credentials): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${JSON.stringify(credentials, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
