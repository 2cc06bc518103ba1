import { unauthenticated, type TokenVerifier, type VerifiedToken } from '../token-verifier.js';
import type { DpopProofs } from './dpop-proofs.js';

/** What a request shows of who sends it. */
export interface Presented {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** The `DPoP` header. */
  readonly proof: string | undefined;
  readonly method: string;
  /** As the client addressed it, without query. */
  readonly url: string;
  /** Thumbprint of the certificate of the connection; null where there is none. */
  readonly certificate: string | null;
}

const AUTHORIZATION = /^(bearer|dpop) +([\w\-.~+/]+=*) *$/i;

/** A token is worth something only together with the key it is bound to (RFC 8705 §3, RFC 9449 §7). */
export class BoundTokens {
  constructor(private readonly verifier: TokenVerifier, private readonly proofs: DpopProofs) {}

  /** Throws `UNAUTHENTICATED`, in the same words for every fault; `UNAVAILABLE` when the issuer's keys cannot be had. */
  async verify(presented: Presented): Promise<VerifiedToken> {
    const [, scheme, text] = AUTHORIZATION.exec(presented.authorization ?? '') ?? [];
    if (!scheme || !text) throw unauthenticated();
    const token = await this.verifier.verify(text);
    if (token.certificate !== null && token.certificate !== presented.certificate) throw unauthenticated();
    if (token.key !== null && !(scheme.toLowerCase() === 'dpop' && await this.#proved(text, token, presented))) throw unauthenticated();
    return token;
  }

  /** Whether a token taken before still holds. */
  alive(token: VerifiedToken): boolean {
    return this.verifier.alive(token);
  }

  async #proved(text: string, { key, client }: VerifiedToken, { proof, method, url }: Presented): Promise<boolean> {
    return proof !== undefined && this.proofs.hold(proof, { method, url, token: text, thumbprint: key!, client });
  }
}
