import { createHash, webcrypto } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { Refusal, type Caller } from '#libs/kernel';

/** The one header by which a caller travels between processes of the hub. */
export const ASSERTION_HEADER = 'amanat-caller';

const ISSUER = 'urn:amanat:gateway';
const LIFE_SECONDS = 30;
const RENEW_AFTER_MS = 15_000;
const SHORTEST_KEY = 32;

interface Signed {
  readonly token: string;
  readonly at: number;
}

/**
 * Tells a subgraph process who asks: a JWT (RFC 7519, HS256) of 30 s for one subgraph. Whoever
 * holds the key is the gateway, so the key never leaves the hub's own processes.
 */
export class CallerAssertion {
  readonly #key: Promise<webcrypto.CryptoKey>;
  readonly #signed = new WeakMap<Caller, Map<string, Signed>>();

  /** `secret`: AMANAT_INTERNAL_KEY, at least 32 characters. */
  constructor(secret: string) {
    if (secret.length < SHORTEST_KEY) throw new Error(`the internal key needs at least ${SHORTEST_KEY} characters`);
    const bytes = createHash('sha256').update(secret).digest();
    this.#key = webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  }

  /** `audience` is the subgraph's name. One signature serves all fetches of a request to it. */
  async sign(caller: Caller, audience: string): Promise<string> {
    const byAudience = this.#signed.get(caller) ?? new Map<string, Signed>();
    this.#signed.set(caller, byAudience);
    const known = byAudience.get(audience);
    if (known && Date.now() - known.at < RENEW_AFTER_MS) return known.token;
    const now = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT({ caller })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER).setAudience(audience).setIssuedAt(now).setExpirationTime(now + LIFE_SECONDS)
      .sign(await this.#key);
    byAudience.set(audience, { token, at: Date.now() });
    return token;
  }

  /** Refuses with UNAUTHENTICATED: missing, forged, stale, or meant for another subgraph. */
  async verify(token: string | undefined, audience: string): Promise<Caller> {
    if (!token) throw unauthenticated();
    try {
      const { payload } = await jwtVerify(token, await this.#key, { issuer: ISSUER, audience, algorithms: ['HS256'] });
      return payload['caller'] as Caller;
    } catch {
      throw unauthenticated();
    }
  }
}

function unauthenticated(): Refusal {
  return Refusal.because('UNAUTHENTICATED', '', 'hub', 'only the gateway may ask this');
}
