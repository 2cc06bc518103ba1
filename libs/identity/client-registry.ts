/** A client as the token issuer needs to know it: its id and the hash of its secret, never the secret. */
export interface RegisteredClient {
  readonly id: string;
  readonly secretHash: string;
}

/** Where the issuer finds its clients. The directory fulfils it; identity knows no directory. */
export interface ClientRegistry {
  find(id: string): RegisteredClient | null;
}
