import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { Refusal, type Caller } from '#libs/kernel';
import { OnceOnly } from './once-only.js';

/** The one header by which a caller travels between processes of the hub. */
export const ASSERTION_HEADER = 'amanat-caller';

const ISSUER = 'urn:amanat:gateway';
const LIFE_SECONDS = 30;
/** Between the clocks of two hosts. */
const TOLERANCE_SECONDS = 5;
const SHORTEST_KEY = 32;

/** One request to a subgraph: what a signature is good for, and for nothing else. */
export interface SubgraphCall {
  /** The subgraph's name. */
  readonly audience: string;
  readonly method: string;
  /** What the URL says after `?`, with it; empty where there is nothing. */
  readonly search: string;
  readonly body: Uint8Array | string;
}

/** Who is said to ask, before the body has been read. */
export interface Asserted {
  readonly caller: Caller;
  /** @throws Refusal UNAUTHENTICATED when another question was signed */
  expect(call: Pick<SubgraphCall, 'search' | 'body'>): void;
}

interface Key {
  readonly id: string;
  readonly key: Promise<webcrypto.CryptoKey>;
}

/**
 * Tells a subgraph process who asks: a JWT (RFC 7519, HS256) of 30 s for one question to one subgraph,
 * taken once. Whoever holds a key is the gateway, so keys never leave the hub's own processes.
 */
export class CallerAssertion {
  readonly #keys: readonly [Key, ...Key[]];
  readonly #seen = new OnceOnly((LIFE_SECONDS + 2 * TOLERANCE_SECONDS) * 1_000);

  /**
   * `secret`: AMANAT_INTERNAL_KEY, at least 32 characters; what is signed is signed with it. `also`
   * (AMANAT_INTERNAL_KEY_ALSO) is believed too, so that keys can be changed while the hub runs.
   */
  constructor(secret: string, also: string | null = null) {
    this.#keys = [keyOf(secret), ...(also === null ? [] : [keyOf(also)])];
  }

  async sign(caller: Caller, call: SubgraphCall): Promise<string> {
    const [{ id, key }] = this.#keys;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ caller, htm: call.method, question: digestOf(call) })
      .setProtectedHeader({ alg: 'HS256', kid: id })
      .setIssuer(ISSUER).setAudience(call.audience).setJti(randomUUID()).setIssuedAt(now).setExpirationTime(now + LIFE_SECONDS)
      .sign(await key);
  }

  /** Refuses with UNAUTHENTICATED: missing, forged, stale, used before, or meant for another subgraph or method. */
  async verify(token: string | undefined, { audience, method }: Pick<SubgraphCall, 'audience' | 'method'>): Promise<Asserted> {
    try {
      const { payload } = await jwtVerify(token ?? '', await this.#keyFor(token ?? ''), {
        issuer: ISSUER, audience, algorithms: ['HS256'], requiredClaims: ['jti', 'exp', 'caller', 'question'],
        maxTokenAge: LIFE_SECONDS, clockTolerance: TOLERANCE_SECONDS,
      });
      if (payload['htm'] !== method || !this.#seen.first(payload.jti!)) throw unauthenticated();
      return { caller: payload['caller'] as Caller, expect: (call) => { if (digestOf(call) !== payload['question']) throw unauthenticated(); } };
    } catch {
      throw unauthenticated();
    }
  }

  #keyFor(token: string): Promise<webcrypto.CryptoKey> {
    const { kid } = decodeProtectedHeader(token);
    return (this.#keys.find(({ id }) => id === kid) ?? this.#keys[0]).key;
  }
}

function keyOf(secret: string): Key {
  if (secret.length < SHORTEST_KEY) throw new Error(`the internal key needs at least ${SHORTEST_KEY} characters`);
  const bytes = createHash('sha256').update(secret).digest();
  const key = webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  return { id: createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 11), key };
}

function digestOf({ search, body }: Pick<SubgraphCall, 'search' | 'body'>): string {
  return createHash('sha256').update(`${search}\n`).update(body).digest('base64url');
}

function unauthenticated(): Refusal {
  return Refusal.because('UNAUTHENTICATED', '', 'hub', 'only the gateway may ask this');
}
