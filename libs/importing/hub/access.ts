import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Refusal } from '#libs/kernel';

/** What a client needs to speak with the hub. */
export interface Access {
  readonly client: string;
  readonly agency: string;
  /** Empty where the client proves itself by its certificate. */
  readonly secret: string;
  /** PEM: whom to trust as the hub, and the client's certificate and key. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly tokenUrl: string;
  readonly graphqlUrl: string;
  /** What the client may say of its requests; empty where unknown. */
  readonly purposes: readonly string[];
  readonly legalBases: readonly string[];
}

export interface AccessSource {
  readonly client: string;
  /** `.amanat/credentials.json` or another file in its form. */
  readonly file: string;
  /** The hub's address, such as `https://localhost:4000`; beats the file's. */
  readonly url?: string | undefined;
  /** Beats the file's, which may then be absent. */
  readonly secret?: string | undefined;
}

interface CredentialsFile {
  readonly tokenUrl?: string;
  readonly graphqlUrl?: string;
  /** File of the authority that issued the hub's certificate, from the folder of the credentials. */
  readonly ca?: string | null;
  readonly clients?: Readonly<Record<string, KnownClient>>;
}

interface KnownClient {
  readonly secret?: string;
  readonly certificate?: string | null;
  readonly key?: string | null;
  readonly agency?: string | null;
  readonly purposes?: readonly string[];
  readonly legalBases?: readonly string[];
}

/** @throws Refusal CREDENTIALS_MISSING that says what to do */
export async function accessOf({ client, file, url, secret }: AccessSource): Promise<Access> {
  const known = await readCredentials(file);
  const own = known?.clients && Object.hasOwn(known.clients, client) ? known.clients[client] : undefined;
  const tls = await tlsOf(dirname(file), known?.ca, secret ? undefined : own);
  const found = secret || own?.secret;
  if (!found && !tls.cert) {
    const reason = !known ? 'there is no credentials file; start the hub first, or give --credentials FILE'
      : `the credentials file knows no such client; it knows ${Object.keys(known.clients ?? {}).join(', ') || 'none'}`;
    throw missing(`No secret for the client: ${reason}, or set AMANAT_CLIENT_SECRET.`);
  }
  const tokenUrl = url ? at(url, '/oauth/token') : known?.tokenUrl;
  const graphqlUrl = url ? at(url, '/graphql') : known?.graphqlUrl;
  if (!tokenUrl || !graphqlUrl) throw missing('Where is the hub? Give --url, such as --url https://localhost:4000.');
  return {
    client, secret: found ?? '', tls, tokenUrl, graphqlUrl, agency: own?.agency ?? client,
    purposes: own?.purposes ?? [], legalBases: own?.legalBases ?? [],
  };
}

/** A secret of the caller's own beats the certificate in the file, as it beats the secret there. */
async function tlsOf(folder: string, ca: string | null | undefined, own: KnownClient | undefined): Promise<NonNullable<Access['tls']>> {
  const pem = (path: string) => readFile(resolve(folder, path), 'utf8').catch(() => { throw missing('A certificate or key that the credentials file names cannot be read.'); });
  return {
    ...(ca ? { ca: await pem(ca) } : {}),
    ...(own?.certificate && own.key ? { cert: await pem(own.certificate), key: await pem(own.key) } : {}),
  };
}

async function readCredentials(file: string): Promise<CredentialsFile | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw missing('The credentials file cannot be read.');
  }
  try {
    return JSON.parse(text) as CredentialsFile;
  } catch {
    throw missing('The credentials file is not JSON.');
  }
}

function at(url: string, path: string): string {
  if (!URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol)) throw Refusal.because('ARGUMENT_INVALID', '--url', 'amanat help', '--url is an address that begins with http:// or https://.');
  return new URL(path, url).href;
}

const missing = (message: string): Refusal => Refusal.because('CREDENTIALS_MISSING', '', 'RFC 6749 §4.4', message);
