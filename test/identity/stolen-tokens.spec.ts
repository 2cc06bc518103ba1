import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, decodeJwt, SignJWT, type JWTPayload } from 'jose';
import { keyOf, secretOf } from '../world/index.js';
import { ensureCertificates } from '../../deploy/local/tls/authority.mjs';
import { eventually, HubClient, startHub, type Hub } from '../world/hub.js';
import { ME, post, REASON, tokenBy, type Given, type Sender } from './requests.js';

const PROXY_SECRET = 'known to the proxy and the hub alone';
let hub: Hub;
let fia: Sender;
let nccia: Sender;
let bare: Sender;
let endpoint: string;
/** FIA's, bound to its certificate. */
let certified: string;
/** FIA's, bound to a key of its own. */
let keyed: string;
let refusal: Given;

beforeAll(async () => {
  hub = await startHub({ certificates: ['fia', 'nccia'], environment: { AMANAT_PROXY_SECRET: PROXY_SECRET } });
  fia = hub.tls!.tlsOf('fia');
  nccia = hub.tls!.tlsOf('nccia');
  bare = { ca: hub.tls!.tlsOf('fia').ca };
  endpoint = `${hub.url}/graphql`;
  certified = (await tokenBy(fia, hub.url, { client_id: 'fia' })).body.access_token;
  keyed = (await tokenBy(bare, hub.url, {}, { authorization: basic('fia'), dpop: await proofOf({ htu: `${hub.url}/oauth/token` }) })).body.access_token;
  refusal = await post(bare, endpoint, REASON, ME);
}, 90_000);
afterAll(() => hub?.stop());

const basic = (client: string) => `Basic ${Buffer.from(`${client}:${encodeURIComponent(secretOf(client))}`).toString('base64')}`;

/** A proof by FIA's key for one query, unless changed. */
async function proofOf(changes: JWTPayload = {}, by = 'fia', typ = 'dpop+jwt'): Promise<string> {
  const { privateKey, jwk: { kid: _kid, ...jwk } } = keyOf(by);
  const ath = keyed ? { ath: Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(keyed))).toString('base64url') } : {};
  return new SignJWT({ jti: String(Math.random()), htm: 'POST', htu: endpoint, iat: Math.floor(Date.now() / 1000), ...ath, ...changes })
    .setProtectedHeader({ typ, alg: 'ES256', jwk: jwk as never }).sign(privateKey);
}

const asBearer = (token: string, more: Record<string, string> = {}) => ({ ...REASON, authorization: `Bearer ${token}`, ...more });
const withProof = (dpop: string, more: Record<string, string> = {}) => ({ ...REASON, authorization: `DPoP ${keyed}`, dpop, ...more });

/** All faults have one answer: it does not help whoever tries. */
const refused = (given: Given) => expect({ status: given.status, text: given.text }).toEqual({ status: 401, text: refusal.text });

describe('a token bound to a certificate', () => {
  it('is given for the certificate alone, and serves whoever holds its key', async () => {
    expect(decodeJwt(certified)).toMatchObject({ client_id: 'fia', cnf: { 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) } });
    expect((await post(fia, endpoint, asBearer(certified), ME)).body).toEqual({ data: { me: { id: 'fia' } } });
  });

  it('is refused with another client\'s certificate and with none', async () => {
    refused(await post(nccia, endpoint, asBearer(certified), ME));
    refused(await post(bare, endpoint, asBearer(certified), ME));
  });

  it('is refused whatever a request says of a certificate in its headers', async () => {
    const der = new X509Certificate((fia as { cert: string }).cert).raw.toString('base64');
    const claims = { 'client-cert': `:${der}:`, 'x-client-cert': der, 'x-forwarded-client-cert': der, 'x-ssl-client-cert': encodeURIComponent((fia as { cert: string }).cert) };
    for (const secret of ['', 'guessed', PROXY_SECRET.slice(0, -1)]) {
      refused(await post(bare, endpoint, asBearer(certified, { ...claims, 'amanat-proxy-secret': secret }), ME));
      refused(await post(nccia, endpoint, asBearer(certified, { ...claims, 'amanat-proxy-secret': secret }), ME));
    }
  });

  it('is taken from a proxy that proves itself, which then speaks for no certificate but that in the header', async () => {
    const pem = (fia as { cert: string }).cert;
    const proxied = { 'amanat-proxy-secret': PROXY_SECRET };
    for (const header of [`:${new X509Certificate(pem).raw.toString('base64')}:`, encodeURIComponent(pem)]) {
      expect((await post(bare, endpoint, asBearer(certified, { ...proxied, 'client-cert': header }), ME)).status).toBe(200);
    }
    refused(await post(fia, endpoint, asBearer(certified, proxied), ME));
    refused(await post(fia, endpoint, asBearer(certified, { ...proxied, 'client-cert': 'nonsense' }), ME));
  });

  it('serves a WebSocket whose connection shows the certificate, and no other', async () => {
    for await (const { data } of hub.client.socket('fia', { query: '{ me { id } }', officer: null })) expect(data).toEqual({ me: { id: 'fia' } });
    const stolen = new HubClient(hub.url, () => hub.tls!.tlsOf('nccia'));
    const events = stolen.socket('nccia', { query: '{ me { id } }', officer: null, headers: asBearer(certified) });
    await expect(events.next()).rejects.toMatchObject({ code: 4401, reason: 'UNAUTHENTICATED' });
  });

  it('is given for a certificate that the client has signed itself or had from elsewhere, once that is registered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'amanat-own-'));
    const { clients: { iom } } = await ensureCertificates(folder, ['iom']);
    const [cert, key] = [readFileSync(iom!.certificate, 'utf8'), readFileSync(iom!.key, 'utf8')];
    rmSync(folder, { recursive: true });
    const own = { ca: (bare as { ca: string }).ca, cert, key };
    expect(await tokenBy(own, hub.url, { client_id: 'iom' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const x509 = new X509Certificate(cert);
    const jwks = { keys: [{ ...x509.publicKey.export({ format: 'jwk' }), kid: 'own', x5c: [x509.raw.toString('base64')] }] };
    await hub.ground.rows(`update directory.client set jwks = $1 where id = 'iom'`, [JSON.stringify(jwks)]);
    await eventually(async () => (await tokenBy(own, hub.url, { client_id: 'iom' })).status === 200);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // a token tells its moment in whole seconds
    const { access_token: token } = (await tokenBy(own, hub.url, { client_id: 'iom' })).body;
    const headers = asBearer(token, { 'amanat-purpose': 'victim-protection', 'amanat-legal-basis': 'IOM-DPP' });
    expect((await post(own, endpoint, headers, ME)).body).toEqual({ data: { me: { id: 'iom' } } });
    refused(await post(fia, endpoint, headers, ME));
  });

  it('is given to nobody who names another client than the certificate does, nor without a certificate', async () => {
    for (const [sender, client] of [[nccia, 'fia'], [bare, 'fia'], [fia, 'nobody'], [nccia, 'operator']] as const) {
      expect(await tokenBy(sender, hub.url, { client_id: client })).toMatchObject({ status: 401, body: { error: 'invalid_client', error_description: 'client authentication failed' } });
    }
  });
});

describe('a token bound to a key', () => {
  it('is given for the secret only with a proof, and serves whoever holds the key', async () => {
    expect(await tokenBy(bare, hub.url, {}, { authorization: basic('fia') })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await tokenBy(fia, hub.url, {}, { authorization: basic('fia') })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(decodeJwt(keyed)).toMatchObject({ client_id: 'fia', cnf: { jkt: await calculateJwkThumbprint(keyOf('fia').jwk) } });
    expect((await post(bare, endpoint, withProof(await proofOf()), ME)).body).toEqual({ data: { me: { id: 'fia' } } });
    expect((await post(bare, `${endpoint}?x=1`, withProof(await proofOf()), ME)).status).toBe(200);
  });

  it('is refused without a proof, and as a bearer token', async () => {
    refused(await post(bare, endpoint, { ...REASON, authorization: `DPoP ${keyed}` }, ME));
    refused(await post(bare, endpoint, asBearer(keyed), ME));
    refused(await post(bare, endpoint, asBearer(keyed, { dpop: await proofOf() }), ME));
  });

  it('is refused when the proof was used before', async () => {
    const once = await proofOf();
    expect((await post(bare, endpoint, withProof(once), ME)).status).toBe(200);
    refused(await post(bare, endpoint, withProof(once), ME));
    const racing = await proofOf();
    const race = await Promise.all([1, 2, 3, 4].map(() => post(bare, endpoint, withProof(racing), ME)));
    expect(race.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('is refused when the proof is for another address or method', async () => {
    for (const claims of [
      { htu: `${hub.url}/graphql/stream` }, { htu: 'https://other.example/graphql' }, { htu: endpoint.replace('https', 'http') }, { htu: 7 }, { htm: 'GET' }, { htm: undefined },
    ]) refused(await post(bare, endpoint, withProof(await proofOf(claims as JWTPayload)), ME));
    refused(await post(bare, endpoint, withProof(await proofOf({ htu: 'https://other.example/graphql' }), { host: 'other.example' }), ME));
  });

  it('is refused when the proof is of another key, another token, another kind or another time', async () => {
    const now = Math.floor(Date.now() / 1000);
    const wrong = [
      await proofOf({}, 'nccia'), await proofOf({ ath: 'x' }), await proofOf({ ath: undefined }), await proofOf({}, 'fia', 'jwt'), await proofOf({ jti: undefined }),
      await proofOf({ iat: now - 90 }), await proofOf({ iat: now + 60 }), await proofOf({ iat: undefined }), 'nonsense', 'x'.repeat(5_000),
    ];
    for (const dpop of wrong) refused(await post(bare, endpoint, withProof(dpop), ME));
    const [header, claims] = (await proofOf()).split('.') as [string, string];
    refused(await post(bare, endpoint, withProof(`${header}.${claims}.`), ME));
    const ours = await proofOf();
    refused(await post(bare, endpoint, withProof(`${ours}, ${ours}`), ME));
  });
});
