import type { JWK } from 'jose';

/** Public keys as RFC 7591 registers them (`jwks`). */
export interface PublicKeys {
  readonly keys: readonly JWK[];
}

/** A client as the token issuer needs to know it: its id and the hash of its secret, never the secret. */
export interface RegisteredClient {
  readonly id: string;
  readonly secretHash: string;
  /** Subject of the certificates by which it may prove who it is (RFC 8705 §2.1), as written in them: `CN=fia,O=FIA`. */
  readonly certificateSubject?: string | null;
  /** Keys of its own: of officers' assertions, and, with `x5c`, certificates it has signed itself (RFC 8705 §2.2). */
  readonly jwks?: PublicKeys | null;
}

/** Where the issuer finds its clients. The directory fulfils it; identity knows no directory. */
export interface ClientRegistry {
  find(id: string): RegisteredClient | null;
}
