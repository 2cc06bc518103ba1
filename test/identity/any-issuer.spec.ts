import { randomUUID, X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Provider, { type Configuration } from 'oidc-provider';
import { proof } from '#libs/importing';
import { keyOf } from '../world/index.js';
import { startHub, type Hub } from '../world/hub.js';
import { ME, post, REASON, type Sender } from './requests.js';

const SECRET = randomUUID();
let server: Server;
let issuer: string;
let hub: Hub;
let europol: Sender;
let bare: Sender;

/** An issuer that is none of the hub's: another installation, with its own keys, clients and ways. */
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', new Provider(issuer, configuration()).callback());
  hub = await startHub({ certificates: ['europol'], environment: { ISSUER_URL: issuer, ISSUER_AUDIENCE: 'urn:amanat' } });
  europol = hub.tls!.tlsOf('europol');
  bare = { ca: hub.tls!.tlsOf('europol').ca };
}, 90_000);
afterAll(async () => {
  await hub?.stop();
  await new Promise((resolve) => server.close(resolve));
});

function configuration(): Configuration {
  const client = { client_secret: SECRET, grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
  return {
    ttl: { ClientCredentials: 600 },
    clients: [{ ...client, client_id: 'fia' }, { ...client, client_id: 'europol', tls_client_certificate_bound_access_tokens: true }, { ...client, client_id: 'stranger' }],
    // It names the officer whom its own directory of people gives.
    extraTokenClaims: (context) => ((context.oidc.body as { officer?: string }).officer ? { act: { sub: (context.oidc.body as { officer: string }).officer } } : undefined),
    features: {
      clientCredentials: { enabled: true }, devInteractions: { enabled: false }, dPoP: { enabled: true },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: () => new X509Certificate((europol as { cert: string }).cert) },
      resourceIndicators: {
        enabled: true, defaultResource: () => 'urn:amanat',
        getResourceServerInfo: (_context, resource) => ({ scope: '', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
      },
    },
  };
}

async function tokenOf(client: string, form: Record<string, string> = {}, bound = true): Promise<string> {
  const headers: Record<string, string> = { authorization: `Basic ${Buffer.from(`${client}:${SECRET}`).toString('base64')}` };
  if (bound) headers['dpop'] = await proof(keyOf(client), 'POST', `${issuer}/token`);
  const response = await fetch(`${issuer}/token`, { method: 'POST', headers, body: new URLSearchParams({ grant_type: 'client_credentials', ...form }) });
  return ((await response.json()) as { access_token: string }).access_token;
}

const endpoint = () => `${hub.url}/graphql`;
const proving = async (client: string, token: string, by = client) =>
  ({ ...REASON, 'amanat-case-reference': 'FIR-1/2026', authorization: `DPoP ${token}`, dpop: await proof(keyOf(by), 'POST', endpoint(), token) });

describe('tokens of another OpenID Connect issuer', () => {
  it('are taken with the proof of the key that it bound them to; its keys are found by its discovery document', async () => {
    const token = await tokenOf('fia');
    expect((await post(bare, endpoint(), await proving('fia', token), ME)).body).toEqual({ data: { me: { id: 'fia' } } });
    expect((await post(bare, endpoint(), await proving('fia', token, 'nccia'), ME)).status).toBe(401);
  });

  it('are taken with the certificate that it bound them to', async () => {
    const headers = { ...REASON, 'amanat-legal-basis': 'UNTOC-18', authorization: `Bearer ${await tokenOf('europol', {}, false)}` };
    expect((await post(europol, endpoint(), headers, ME)).body).toEqual({ data: { me: { id: 'europol' } } });
    expect((await post(bare, endpoint(), headers, ME)).status).toBe(401);
  });

  it('name the officer', async () => {
    const unnamed = { ...(await proving('fia', await tokenOf('fia', { officer: 'o-9' }))), 'amanat-case-reference': '' };
    expect((await post(bare, endpoint(), unnamed, ME)).body.errors[0].extensions.code).toBe('CASE_REFERENCE_REQUIRED');
    expect((await post(bare, endpoint(), await proving('fia', await tokenOf('fia', { officer: 'o-9' })), ME)).status).toBe(200);
    expect((await post(bare, endpoint(), await proving('fia', await tokenOf('fia', { officer: 'Muhammad Invented' })), ME)).status).toBe(401);
  });

  it('are worth nothing when they are bound to nothing', async () => {
    const token = await tokenOf('fia', {}, false);
    expect((await post(bare, endpoint(), { ...REASON, authorization: `Bearer ${token}` }, ME)).status).toBe(401);
    expect((await post(bare, endpoint(), await proving('fia', token), ME)).status).toBe(401);
    expect((await post(europol, endpoint(), { ...REASON, authorization: `Bearer ${token}` }, ME)).status).toBe(401);
  });

  it('are refused for another audience, and for a client that the hub\'s directory does not know', async () => {
    const elsewhere = await tokenOf('fia', { resource: 'urn:another' });
    expect((await post(bare, endpoint(), await proving('fia', elsewhere), ME)).status).toBe(401);
    expect((await post(bare, endpoint(), await proving('stranger', await tokenOf('stranger')), ME)).status).toBe(401);
  });

  it('are the only ones: the hub issues none itself', async () => {
    expect((await post(bare, `${hub.url}/oauth/token`, {}, '')).status).toBe(404);
  });
});
