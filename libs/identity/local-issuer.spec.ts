import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, importJWK, decodeJwt, decodeProtectedHeader, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  generateSigningKeys, hashSecret, JWKS_PATH, localIssuer, localTrust, newSecret, remoteTrust,
  TOKEN_PATH, TokenVerifier, type SigningKeys,
} from './index.js';

const ISSUER = 'https://hub.example';
const AUDIENCE = 'https://hub.example/graphql';
const secret = newSecret();
let keys: SigningKeys;
let server: Server;
let address: string;
let verifier: TokenVerifier;
let own: { privateKey: CryptoKey; jwk: JWK };

beforeAll(async () => {
  keys = await generateSigningKeys();
  const pair = await generateKeyPair('ES256');
  own = { privateKey: pair.privateKey, jwk: { ...(await exportJWK(pair.publicKey)), kid: 'fia-1' } };
  const clients = new Map([['fia', { id: 'fia', secretHash: await hashSecret(secret), jwks: { keys: [own.jwk] } }]]);
  const registry = { find: (id: string) => clients.get(id) ?? null };
  const app = express();
  app.use(await localIssuer({ issuer: ISSUER, audience: AUDIENCE, keys }, registry));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resume) => server.once('listening', resume));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  verifier = new TokenVerifier(localTrust(ISSUER, AUDIENCE, keys));
});

afterAll(() => new Promise((resume) => server.close(resume)));

const basic = (id: string, of: string) => `Basic ${Buffer.from(`${id}:${of}`).toString('base64')}`;

const dpop = (claims: JWTPayload = {}) => new SignJWT({ jti: randomUUID(), htm: 'POST', htu: ISSUER + TOKEN_PATH, ...claims })
  .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { ...own.jwk, kid: undefined } as never }).setIssuedAt().sign(own.privateKey);

async function ask(form: Record<string, string>, authorization?: string, proof?: string): Promise<{ status: number; body: any; cookie: string | null }> {
  const response = await fetch(address + TOKEN_PATH, {
    method: 'POST',
    headers: { ...(authorization ? { authorization } : {}), dpop: proof ?? (await dpop()) },
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: await response.json(), cookie: response.headers.get('set-cookie') };
}

const grant = { grant_type: 'client_credentials' };

async function signed(claims: JWTPayload, header: Record<string, unknown> = {}, by = keys): Promise<string> {
  const jwk = by.keys[0]!;
  return new SignJWT({ client_id: 'fia', iss: ISSUER, aud: AUDIENCE, iat: inAnHour() - 3600, cnf: { jkt: 'a thumbprint' }, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid!, ...header })
    .sign(await importJWK(jwk, 'ES256'));
}

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

describe('the token endpoint', () => {
  it('gives a client that shows its secret in the Authorization header a token for fifteen minutes', async () => {
    const { status, body, cookie } = await ask(grant, basic('fia', secret));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'DPoP', expires_in: 900 });
    expect(cookie).toBeNull();
    expect(decodeProtectedHeader(body.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(decodeJwt(body.access_token)).toMatchObject({ iss: ISSUER, aud: AUDIENCE, client_id: 'fia', sub: 'fia' });
    expect(await verifier.verify(body.access_token)).toEqual({
      client: 'fia', officer: null, issuedAt: expect.any(Number), expiresAt: expect.any(Number), certificate: null, key: await calculateJwkThumbprint(own.jwk),
    });
  });

  it('gives nothing for a secret alone, nor for a proof that is not for it or was used before', async () => {
    const refusal = { status: 400, body: { error: expect.stringMatching(/^invalid_(grant|dpop_proof)$/) } };
    expect(await ask(grant, basic('fia', secret), '')).toMatchObject(refusal);
    expect(await ask(grant, basic('fia', secret), await dpop({ htu: 'https://other.example/oauth/token' }))).toMatchObject(refusal);
    const once = await dpop();
    expect((await ask(grant, basic('fia', secret), once)).status).toBe(200);
    expect(await ask(grant, basic('fia', secret), once)).toMatchObject(refusal);
    expect(await ask({ ...grant, client_id: 'fia', client_secret: secret })).toMatchObject({ status: 401 });
  });

  it('answers a wrong secret and an unknown client alike', async () => {
    const wrong = await ask(grant, basic('fia', newSecret()));
    const unknown = await ask(grant, basic('nobody', newSecret()));
    const odd = await ask(grant, basic('no%20such%3Aclient', newSecret()));
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({ error: 'invalid_client', error_description: 'client authentication failed' });
    expect(unknown).toEqual(wrong);
    expect(odd).toEqual(wrong);
  });

  it('takes as long for an unknown client as for a wrong secret', async () => {
    const times = { fia: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 30; round += 1) {
      for (const id of ['fia', 'nobody'] as const) {
        const start = performance.now();
        await ask(grant, basic(id, newSecret()));
        times[id].push(performance.now() - start);
      }
    }
    const median = (of: number[]) => of.sort((a, b) => a - b)[15]!;
    expect(median(times.nobody) / median(times.fia)).toBeGreaterThan(0.5);
    expect(median(times.nobody) / median(times.fia)).toBeLessThan(2);
  });

  it('knows no grant but client credentials, and gives no token for another resource', async () => {
    const password = await ask({ grant_type: 'password', username: 'a', password: 'b' }, basic('fia', secret));
    expect(password).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    const elsewhere = await ask({ ...grant, resource: 'https://other.example' }, basic('fia', secret));
    expect(elsewhere).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  it('serves nothing else, and its public keys without their private part', async () => {
    for (const path of ['/auth', '/oauth/auth', '/me', '/session/end', '/reg', '/.well-known/openid-configuration', '/interaction/x']) {
      expect((await fetch(address + path)).status).toBe(404);
    }
    const published = (await (await fetch(address + JWKS_PATH)).json()) as { keys: Record<string, unknown>[] };
    expect(published.keys).toHaveLength(1);
    expect(published.keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', kid: keys.keys[0]!.kid! });
    expect(published.keys[0]).not.toHaveProperty('d');
  });

  it('lets another process verify its tokens by the published keys alone', async () => {
    const { body } = await ask(grant, basic('fia', secret));
    const settings = { issuer: ISSUER, audience: AUDIENCE, type: 'at+jwt', clientClaim: 'client_id' };
    const elsewhere = new TokenVerifier(remoteTrust(settings, new URL(address + JWKS_PATH)));
    expect((await elsewhere.verify(body.access_token)).client).toBe('fia');
  });
});

describe('an officer', () => {
  const type = 'urn:ietf:params:oauth:token-type:jwt';
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const assertion = (claims: JWTPayload = {}, by: CryptoKey = own.privateKey, kid = 'fia-1') =>
    new SignJWT({ iss: 'fia', sub: 'o-17', aud: ISSUER, exp: inSeconds(60), jti: randomUUID(), ...claims }).setProtectedHeader({ alg: 'ES256', kid }).sign(by);
  const askFor = (actor: string, more: Record<string, string> = { actor_token_type: type }) => ask({ ...grant, actor_token: actor, ...more }, basic('fia', secret));
  const refusal = { status: 400, body: { error: 'invalid_request', error_description: 'the actor token is not valid' } };

  it('stands in the token when the client has signed for him with its registered key', async () => {
    const { body } = await askFor(await assertion());
    expect(decodeJwt(body.access_token)).toMatchObject({ client_id: 'fia', act: { sub: 'o-17' } });
    expect((await verifier.verify(body.access_token)).officer).toBe('o-17');
  });

  it('does not when the assertion is another client\'s, for another issuer, too long, endless, or leaves room for a name', async () => {
    const others = (await generateKeyPair('ES256')).privateKey;
    for (const wrong of [
      await assertion({}, others), await assertion({}, own.privateKey, 'nobody-1'), await assertion({ iss: 'europol' }), await assertion({ aud: 'https://other.example' }),
      await assertion({ exp: inSeconds(900) }), await assertion({ exp: inSeconds(-60) }), await assertion({ exp: undefined }), await assertion({ jti: undefined }),
      await assertion({ sub: 'Muhammad Invented' }), await assertion({ sub: '' }), 'nonsense', '',
    ]) expect(await askFor(wrong)).toMatchObject(refusal);
    expect(await askFor(await assertion(), {})).toMatchObject(refusal);
  });

  it('is asserted anew for each token', async () => {
    const once = await assertion();
    expect((await askFor(once)).status).toBe(200);
    expect(await askFor(once)).toMatchObject(refusal);
  });
});

describe('a token is refused', () => {
  const refused = (token: string) => expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

  it('when it has expired, also when it was taken before', async () => {
    await refused(await signed({ exp: inAnHour() - 7200 }));
    let now = new Date();
    const aging = new TokenVerifier(localTrust(ISSUER, AUDIENCE, keys), { now: () => now });
    const token = await signed({ exp: inAnHour() });
    await expect(aging.verify(token)).resolves.toMatchObject({ client: 'fia' });
    now = new Date(now.getTime() + 2 * 3600 * 1000);
    await expect(aging.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('when it has no expiry', async () => refused(await signed({})));

  it('when it is for another audience or from another issuer', async () => {
    await refused(await signed({ exp: inAnHour(), aud: 'https://other.example' }));
    await refused(await signed({ exp: inAnHour(), iss: 'https://other.example' }));
  });

  it('when it is bound to no key', async () => {
    for (const cnf of [undefined, {}, { jkt: '' }, { 'x5t#S256': 7 }]) await refused(await signed({ exp: inAnHour(), cnf }));
  });

  it('when its officer is no pseudonym', async () => {
    for (const act of [{}, { sub: '' }, { sub: 'Muhammad Invented' }, 'o-17']) await refused(await signed({ exp: inAnHour(), act }));
  });

  it('when it names no client', async () => refused(await signed({ exp: inAnHour(), client_id: '' })));

  it('when it is no access token', async () => refused(await signed({ exp: inAnHour() }, { typ: 'JWT' })));

  it('when it is not signed (alg none)', async () => {
    const claims = { client_id: 'fia', iss: ISSUER, aud: AUDIENCE, exp: inAnHour() };
    await refused(new UnsecuredJWT(claims).encode());
  });

  it('when it is signed with the public key as a shared secret (HS256)', async () => {
    const token = await new SignJWT({ client_id: 'fia', iss: ISSUER, aud: AUDIENCE, exp: inAnHour() })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: keys.keys[0]!.kid! })
      .sign(new TextEncoder().encode(JSON.stringify(keys.keys[0]!.x).padEnd(32)));
    await refused(token);
  });

  it('when it is signed by a key of someone else', async () => {
    const others = await generateSigningKeys();
    await refused(await signed({ exp: inAnHour() }, {}, others));
    const posing = { keys: [{ ...others.keys[0]!, kid: keys.keys[0]!.kid! }] };
    await refused(await signed({ exp: inAnHour() }, {}, posing));
  });

  it('when any of its parts was tampered with', async () => {
    const [header, claims, signature] = (await signed({ exp: inAnHour() })).split('.') as [string, string, string];
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(`${header}.${claims}.`), client_id: 'europol' })).toString('base64url');
    await refused(`${header}.${forged}.${signature}`);
    await refused(`${header}.${claims}.${signature.slice(0, -4)}AAAA`);
    await refused(`${header}.${claims}.`);
    await refused('nonsense');
    await refused('');
    await refused('a'.repeat(100_000));
  });
});

describe('an issuer whose keys cannot be had', () => {
  it('is no fault of the caller', async () => {
    const settings = { issuer: ISSUER, audience: AUDIENCE, type: 'at+jwt', clientClaim: 'client_id' };
    const cutOff = new TokenVerifier(remoteTrust(settings, new URL('http://127.0.0.1:1/jwks')));
    await expect(cutOff.verify(await signed({ exp: inAnHour() }))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
