import { secretOf } from '../../world/index.js';
import { OTHERS_DOCUMENT } from '../worlds/operator-acts.js';
import { heardOf, type Observing } from './observing.js';

const METHODS = ['GET', 'POST', 'OPTIONS', 'DELETE'];
/** Paths of the local issuer, which passes everything else on. */
const ISSUER = ['/oauth/token', '/oauth/jwks', '/.well-known/openid-configuration'];

/** Every path by every method, without a token, and paths that are not there. */
export async function askPaths({ door, hub, transcript }: Observing): Promise<void> {
  const mounted = hub.routes.map((route) => ({ route, path: route.slice(route.indexOf(' ') + 1) }));
  const others = [...ISSUER, '/metrics', '/nothing', '/subgraphs/cases', '/favicon.ico'].map((path) => ({ route: 'USE /', path }));
  for (const { route, path } of [...mounted, ...others]) {
    for (const method of METHODS) {
      const response = await fetch(`${door.url}${path}`, { method });
      transcript.hear([route], `${method} ${path}`, await heardOf(response));
    }
  }
}

/** Tokens for clients that are, that are in one world only, and that are not: with a secret that is wrong. */
export async function askTokens(observed: Observing): Promise<void> {
  const { otherClients, pair: { observer, agencies } } = observed;
  for (const client of [observer.client, 'nobody', ...otherClients]) await askToken(observed, client, 'wrong');
  for (const { code } of agencies) if (code !== observer.agency.code) await askToken(observed, code, 'wrong');
}

/** A token for a client that gives this secret; its own when not said. */
export async function askToken({ door, transcript }: Observing, client: string, secret = secretOf(client)): Promise<void> {
  const response = await fetch(`${door.url}/oauth/token`, {
    method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }),
    headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` },
  });
  transcript.hear(['USE /', 'errors'], `a token for ${client}`, await heardOf(response));
}

/** Documents by id: another agency's, and one that nobody has. */
export async function askDocuments({ door, client, pair: { observer }, transcript }: Observing): Promise<void> {
  for (const id of [OTHERS_DOCUMENT.id, '0'.repeat(64), 'none']) {
    const asked = { purpose: observer.purposes[0]!, legalBasis: observer.legalBases[0]! };
    const headers = { 'content-type': 'application/json', ...await client.headers(observer.client, asked) };
    const response = await fetch(`${door.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ documentId: `sha256:${id}` }) });
    transcript.hear(['documents by id'], `the document ${id}`, await heardOf(response));
  }
}
