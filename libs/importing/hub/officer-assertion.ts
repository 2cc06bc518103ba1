import { randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT, type CryptoKey } from 'jose';

export interface OfficerAssertion {
  readonly client: string;
  /** A pseudonym that only the agency can resolve: up to 100 printable characters without blanks, never a name. */
  readonly officer: string;
  /** The issuer's own name, such as `https://localhost:4000`. */
  readonly issuer: string;
  /** The private key of the client's certificate, or one of its registered keys, which `kid` then names. */
  readonly key: CryptoKey | KeyObject;
  readonly kid?: string;
}

const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

/** What a token request says of the officer for whom the token is: an assertion of one minute (RFC 8693 §2.1). */
export async function officerForm({ client, officer, issuer, key, kid }: OfficerAssertion): Promise<Record<string, string>> {
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', ...(kid === undefined ? {} : { kid }) })
    .setIssuer(client).setSubject(officer).setAudience(issuer).setJti(randomUUID()).setIssuedAt().setExpirationTime('1 minute')
    .sign(key);
  return { actor_token: assertion, actor_token_type: JWT_TYPE };
}
