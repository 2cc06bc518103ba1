import { createHash, createSecretKey, randomUUID } from 'node:crypto';
import { Refusal, type Caller } from '#libs/kernel';
import { signJwt, verifyJwt, type HmacKey } from './hmac-jwt.js';
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

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly caller: Caller;
  readonly htm: string;
  readonly question: string;
}

/**
 * Tells a subgraph process who asks: a JWT (RFC 7519, HS256) of 30 s for one question to one subgraph,
 * taken once. Whoever holds a key is the gateway, so keys never leave the hub's own processes.
 */
export class CallerAssertion {
  readonly #keys: readonly [HmacKey, ...HmacKey[]];
  readonly #seen = new OnceOnly((LIFE_SECONDS + 2 * TOLERANCE_SECONDS) * 1_000);

  /**
   * `secret`: AMANAT_INTERNAL_KEY, at least 32 characters; what is signed is signed with it. `also`
   * (AMANAT_INTERNAL_KEY_ALSO) is believed too, so that keys can be changed while the hub runs.
   */
  constructor(secret: string, also: string | null = null) {
    this.#keys = [keyOf(secret), ...(also === null ? [] : [keyOf(also)])];
  }

  sign(caller: Caller, call: SubgraphCall): string {
    const iat = seconds();
    const claims: Claims = {
      caller, htm: call.method, question: digestOf(call), iss: ISSUER, aud: call.audience, jti: randomUUID(), iat, exp: iat + LIFE_SECONDS,
    };
    return signJwt(claims, this.#keys[0]);
  }

  /** Refuses with UNAUTHENTICATED: missing, forged, stale, used before, or meant for another subgraph or method. */
  verify(token: string | undefined, { audience, method }: Pick<SubgraphCall, 'audience' | 'method'>): Asserted {
    const claims = verifyJwt(token ?? '', this.#keys) as Partial<Claims> | null;
    if (claims === null || claims.iss !== ISSUER || claims.aud !== audience || claims.htm !== method || !isFresh(claims)) throw unauthenticated();
    const { caller, question, jti } = claims;
    if (!caller || !question || !jti || !this.#seen.first(jti)) throw unauthenticated();
    return { caller, expect: (call) => { if (digestOf(call) !== question) throw unauthenticated(); } };
  }
}

const seconds = () => Math.floor(Date.now() / 1_000);

function isFresh({ iat, exp }: Partial<Claims>): boolean {
  const now = seconds();
  return Number.isInteger(iat) && Number.isInteger(exp)
    && iat! <= now + TOLERANCE_SECONDS && now - iat! <= LIFE_SECONDS + TOLERANCE_SECONDS && now < exp! + TOLERANCE_SECONDS;
}

function keyOf(secret: string): HmacKey {
  if (secret.length < SHORTEST_KEY) throw new Error(`the internal key needs at least ${SHORTEST_KEY} characters`);
  const bytes = createHash('sha256').update(secret).digest();
  return { id: createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 11), key: createSecretKey(bytes) };
}

function digestOf({ search, body }: Pick<SubgraphCall, 'search' | 'body'>): string {
  return createHash('sha256').update(`${search}\n`).update(body).digest('base64url');
}

function unauthenticated(): Refusal {
  return Refusal.because('UNAUTHENTICATED', '', 'hub', 'only the gateway may ask this');
}
