import { hash } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { Refusal, systemClock, type Clock } from '#libs/kernel';
import { discoveredKeys } from './discovered-keys.js';
import { LOCAL_ALGORITHM, publicKeys, type SigningKeys } from './signing-keys.js';

/** Whom a token speaks for, and to which key it is bound: to a certificate, to a key of its own, or to both. */
export interface VerifiedToken {
  readonly client: string;
  /** The pseudonym in `act.sub` (RFC 8693 §4.1); null when no officer stands behind the request. */
  readonly officer: string | null;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** `cnf.x5t#S256` (RFC 8705 §3.1). */
  readonly certificate: string | null;
  /** `cnf.jkt` (RFC 9449 §6.1). */
  readonly key: string | null;
}

/** Printable ASCII without blanks: a file number or a pseudonym, with no room for a sentence about a person. */
export const PSEUDONYM = /^[\x21-\x7e]{1,100}$/;

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
 * Tells whether a token is one of the trusted issuer's, for this hub, bound to a key, and alive. A token once
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
    if (known && this.alive(known)) return known;
    const verified = readClaims(await this.#claims(token), this.trusted.clientClaim);
    this.#known.set(key, verified);
    return verified;
  }

  alive({ expiresAt }: VerifiedToken): boolean {
    return expiresAt > this.clock.now().getTime();
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
        requiredClaims: ['exp', 'iat'],
        currentDate: this.clock.now(),
      });
      return payload;
    } catch (error) {
      if (TOKEN_FAULT.test((error as { code?: string }).code ?? '')) throw unauthenticated();
      throw Refusal.because('UNAVAILABLE', '', 'RFC 7517', 'the issuer\'s keys cannot be had at the moment');
    }
  }
}

interface Claims extends JWTPayload {
  readonly cnf?: { readonly 'x5t#S256'?: unknown; readonly jkt?: unknown };
  readonly act?: { readonly sub?: unknown };
}

/** A token bound to nothing is worth nothing: whoever finds it could use it. */
function readClaims(payload: Claims, clientClaim: string): VerifiedToken {
  const client = payload[clientClaim];
  const certificate = textOrNull(payload.cnf?.['x5t#S256']);
  const key = textOrNull(payload.cnf?.jkt);
  if (typeof client !== 'string' || client === '' || (certificate ?? key) === null) throw unauthenticated();
  return { client, officer: officerOf(payload), issuedAt: payload.iat! * 1000, expiresAt: payload.exp! * 1000, certificate, key };
}

function officerOf({ act }: Claims): string | null {
  if (act === undefined) return null;
  if (typeof act?.sub !== 'string' || !PSEUDONYM.test(act.sub)) throw unauthenticated();
  return act.sub;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

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

/**
 * Trust in any other OAuth or OIDC issuer, by its JWK set's URL or, without one, by what it publishes of
 * itself. Symmetric algorithms are never taken.
 */
export function remoteTrust(settings: Pick<TrustedIssuer, 'issuer' | 'audience' | 'type' | 'clientClaim'>, jwks: URL | null): TrustedIssuer {
  return {
    ...settings,
    keys: discoveredKeys(settings.issuer, jwks?.href ?? null),
    algorithms: ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'],
    tolerance: 5,
  };
}

export function unauthenticated(): Refusal {
  return Refusal.because('UNAUTHENTICATED', '', 'RFC 6750 §3.1', 'a valid token is needed, with proof of the key that it is bound to');
}
