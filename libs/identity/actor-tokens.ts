import type { KeyObject } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type CryptoKey, type JWK } from 'jose';
import { systemClock, type Clock } from '#libs/kernel';
import { OnceOnly } from './proof/once-only.js';
import { PROOF_ALGORITHMS } from './proof/dpop-proofs.js';
import { PSEUDONYM } from './token-verifier.js';

/** Seconds: an assertion is made for the moment. */
const LONGEST_LIFE = 300;
const TOLERANCE = 5;

/** The client on whose behalf an officer is named: its id, and the keys that are known to be its own. */
export interface AssertingClient {
  readonly id: string;
  readonly jwks: { readonly keys: readonly JWK[] } | null;
  /** Of the certificate by which it has just proved who it is. */
  readonly certificateKey: KeyObject | null;
}

/**
 * An agency's word for which of its officers asks: a JWT of the client's own key with `iss` = the client,
 * `sub` = the officer's pseudonym, `aud` = the issuer, at most five minutes long, good once (`jti`).
 */
export class ActorTokens {
  readonly #used = new OnceOnly((LONGEST_LIFE + 2 * TOLERANCE) * 1000);

  constructor(private readonly issuer: string, private readonly clock: Clock = systemClock) {}

  /** The officer's pseudonym; null when the assertion is worth nothing. */
  async officerIn(assertion: string, client: AssertingClient): Promise<string | null> {
    try {
      const key = await keyFor(assertion, client);
      if (!key) return null;
      const now = this.clock.now();
      const { payload } = await jwtVerify(assertion, key, {
        issuer: client.id, audience: this.issuer, algorithms: PROOF_ALGORITHMS, clockTolerance: TOLERANCE,
        requiredClaims: ['exp', 'jti', 'sub'], currentDate: now,
      });
      const { exp, jti, sub } = payload;
      const brief = exp! - now.getTime() / 1000 <= LONGEST_LIFE + TOLERANCE;
      if (!brief || typeof jti !== 'string' || typeof sub !== 'string' || !PSEUDONYM.test(sub)) return null;
      return this.#used.first(client.id, jti, now.getTime()) ? sub : null;
    } catch {
      return null;
    }
  }
}

/** A registered key when the assertion names one, else that of the certificate. */
async function keyFor(assertion: string, { jwks, certificateKey }: AssertingClient): Promise<CryptoKey | KeyObject | Uint8Array | null> {
  const header = decodeProtectedHeader(assertion);
  if (header.kid === undefined || !jwks?.keys.some((key) => key.kid === header.kid)) return certificateKey;
  return createLocalJWKSet({ keys: [...jwks.keys] })({ ...header, alg: String(header.alg) });
}
