import { hash, randomUUID, type KeyObject } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { Agent, type Dispatcher } from 'undici';
import type { Access } from './access.js';

/** How a client proves, with each request, that the token it shows is its own. */
export interface Proof {
  /** Connections that trust the hub and, where there is one, show the client's certificate. */
  readonly dispatcher: Dispatcher;
  /** Headers of a request for a token. */
  forToken(url: string): Promise<Record<string, string>>;
  /** Headers of a request with a token. */
  with(token: string, method: string, url: string): Promise<Record<string, string>>;
}

/** By the client's certificate (RFC 8705) where it has one, else by its secret and a key of the moment (RFC 9449). */
export function proofOf(access: Access): Proof {
  const dispatcher = new Agent({ connect: { ...access.tls }, connections: 64 });
  return access.tls?.cert ? byCertificate(dispatcher) : byOwnKey(access, dispatcher);
}

function byCertificate(dispatcher: Dispatcher): Proof {
  return {
    dispatcher,
    forToken: async () => ({}),
    with: async (token) => ({ authorization: `Bearer ${token}` }),
  };
}

function byOwnKey({ client, secret }: Access, dispatcher: Dispatcher): Proof {
  const login = Buffer.from([client, secret].map(encodeURIComponent).join(':')).toString('base64');
  let own: Promise<OwnKey> | undefined;
  const key = () => (own ??= newKey());
  return {
    dispatcher,
    forToken: async (url) => ({ authorization: `Basic ${login}`, dpop: await proof(await key(), 'POST', url) }),
    with: async (token, method, url) => ({ authorization: `DPoP ${token}`, dpop: await proof(await key(), method, url, token) }),
  };
}

/** A P-256 key and its public part. */
export interface OwnKey {
  readonly privateKey: CryptoKey | KeyObject;
  readonly jwk: JWK;
}

async function newKey(): Promise<OwnKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** A proof (RFC 9449 §4.2) for one request; with a token for that token alone. */
export function proof({ privateKey, jwk }: OwnKey, method: string, url: string, token?: string): Promise<string> {
  const claims = { jti: randomUUID(), htm: method, htu: url, ...(token === undefined ? {} : { ath: hash('sha256', token, 'base64url') }) };
  return new SignJWT(claims).setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk }).setIssuedAt().sign(privateKey);
}
