import { hash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify, type CryptoKey, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import { systemClock, type Clock } from '#libs/kernel';
import { OnceOnly } from './once-only.js';

/** Seconds: how old a proof may be, and by how much its maker's clock may be ahead of ours. */
const OLDEST = 60;
const AHEAD = 5;
const LONGEST = 4096;
const MOST_KEYS = 1_000;
export const PROOF_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];

/** What a proof must have been made for. */
export interface ProofExpected {
  readonly method: string;
  /** Without query and fragment. */
  readonly url: string;
  readonly token: string;
  /** The thumbprint (RFC 7638) to which the token is bound. */
  readonly thumbprint: string;
  /** Whose token it is: proofs are counted per client. */
  readonly client: string;
}

/** Proofs of possession (RFC 9449 §4.3), each good once. Replay is known per process: a proof lives for a minute. */
export class DpopProofs {
  readonly #keys = new LRUCache<string, CryptoKey | Uint8Array>({ max: MOST_KEYS });
  readonly #used = new OnceOnly((OLDEST + AHEAD) * 1000);

  constructor(private readonly clock: Clock = systemClock) {}

  /** Whether `proof` was made for this very request by the holder of the key. */
  async hold(proof: string, expected: ProofExpected): Promise<boolean> {
    if (proof.length > LONGEST) return false;
    try {
      const key = await this.#keyOf(proof, expected.thumbprint);
      if (!key) return false;
      const { payload } = await jwtVerify(proof, key, { typ: 'dpop+jwt', algorithms: PROOF_ALGORITHMS, currentDate: this.clock.now() });
      const { htm, htu, ath, iat, jti } = payload;
      return htm === expected.method && sameAddress(htu, expected.url) && ath === hash('sha256', expected.token, 'base64url')
        && this.#timely(iat) && typeof jti === 'string' && jti !== ''
        && this.#used.first(expected.client, jti, this.clock.now().getTime());
    } catch {
      return false; // whatever is wrong with it, it proves nothing
    }
  }

  /** The key named in the proof itself, if it is the one the token is bound to. */
  async #keyOf(proof: string, thumbprint: string): Promise<CryptoKey | Uint8Array | null> {
    const { jwk, alg } = decodeProtectedHeader(proof);
    if (!jwk || 'd' in jwk || jwk.kty === 'oct' || (await calculateJwkThumbprint(jwk as JWK)) !== thumbprint) return null;
    const name = `${alg} ${thumbprint}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = await importJWK(jwk as JWK, String(alg));
    this.#keys.set(name, key);
    return key;
  }

  #timely(iat: unknown): boolean {
    const now = this.clock.now().getTime() / 1000;
    return typeof iat === 'number' && iat <= now + AHEAD && iat >= now - OLDEST;
  }
}

function sameAddress(given: unknown, expected: string): boolean {
  if (given === expected) return true;
  if (typeof given !== 'string' || !URL.canParse(given)) return false;
  const { origin, pathname } = new URL(given);
  const wanted = new URL(expected);
  return origin === wanted.origin && pathname === wanted.pathname;
}
