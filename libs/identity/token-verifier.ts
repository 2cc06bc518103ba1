import { hash } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Refusal, systemClock, type Clock } from '#libs/kernel';
import { LOCAL_ALGORITHM, publicKeys, type SigningKeys } from './signing-keys.js';

/** Whom a token speaks for, and until when (milliseconds since 1970). */
export interface VerifiedToken {
  readonly client: string;
  readonly expiresAt: number;
}

export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  /** `typ` of the token's header; `at+jwt` (RFC 9068) keeps ID tokens out. Null where an issuer sets none. */
  readonly type: string | null;
  /** The claim that holds the client's id, such as `client_id` (RFC 9068) or `azp`. */
  readonly clientClaim: string;
  /** Seconds by which the issuer's clock may differ from ours. */
  readonly tolerance: number;
}

const LONGEST_TOKEN = 8192;
const MOST_REMEMBERED = 10_000;
/** What is wrong with a token, as against what is wrong with fetching the issuer's keys. */
const TOKEN_FAULT = /^ERR_(JWT_|JWS_|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE_MATCHING_KEYS)/;

/**
 * Tells whether a bearer token is one of the trusted issuer's, for this hub, and alive. A token once
 * verified is remembered by its hash until it expires: the hot path checks no signature twice.
 */
export class TokenVerifier {
  readonly #known = new LRUCache<string, VerifiedToken>({ max: MOST_REMEMBERED });

  constructor(
    private readonly trusted: TrustedIssuer,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Throws `UNAUTHENTICATED` for every fault of the token, `UNAVAILABLE` when the keys cannot be had. */
  async verify(token: string): Promise<VerifiedToken> {
    if (token.length > LONGEST_TOKEN) throw unauthenticated();
    const key = hash('sha256', token, 'base64');
    const known = this.#known.get(key);
    if (known && known.expiresAt > this.clock.now().getTime()) return known;
    const verified = readClaims(await this.#claims(token), this.trusted.clientClaim);
    this.#known.set(key, verified);
    return verified;
  }

  async #claims(token: string): Promise<JWTPayload> {
    const { issuer, audience, keys, algorithms, type, tolerance } = this.trusted;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        ...(type === null ? {} : { typ: type }),
        clockTolerance: tolerance,
        requiredClaims: ['exp'],
        currentDate: this.clock.now(),
      });
      return payload;
    } catch (error) {
      if (TOKEN_FAULT.test((error as { code?: string }).code ?? '')) throw unauthenticated();
      throw Refusal.because('UNAVAILABLE', '', 'RFC 7517', 'the issuer\'s keys cannot be had at the moment');
    }
  }
}

function readClaims(payload: JWTPayload, clientClaim: string): VerifiedToken {
  const client = payload[clientClaim];
  if (typeof client !== 'string' || client === '') throw unauthenticated();
  return { client, expiresAt: payload.exp! * 1000 };
}

/** Trust in the hub's own issuer, whose keys are at hand. */
export function localTrust(issuer: string, audience: string, keys: SigningKeys): TrustedIssuer {
  return {
    issuer, audience,
    keys: createLocalJWKSet(publicKeys(keys)),
    algorithms: [LOCAL_ALGORITHM],
    type: 'at+jwt',
    clientClaim: 'client_id',
    tolerance: 0,
  };
}

/** Trust in any other OAuth or OIDC issuer, by its JWK set's URL. Symmetric algorithms are never taken. */
export function remoteTrust(settings: Pick<TrustedIssuer, 'issuer' | 'audience' | 'type' | 'clientClaim'>, jwks: URL): TrustedIssuer {
  return {
    ...settings,
    keys: createRemoteJWKSet(jwks, { timeoutDuration: 5000, cooldownDuration: 30_000 }),
    algorithms: ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
    tolerance: 5,
  };
}

export function unauthenticated(): Refusal {
  return Refusal.because('UNAUTHENTICATED', '', 'RFC 6750 §3.1', 'a valid bearer token is needed');
}
