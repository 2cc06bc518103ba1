import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

const PATIENCE = 5_000;
const COOLDOWN = 30_000;

/**
 * The keys of another issuer: from its discovery document (OpenID Connect Discovery §4, RFC 8414) unless
 * `jwks` says where. Fetched when first needed, so that the hub starts while the issuer is away.
 */
export function discoveredKeys(issuer: string, jwks: string | null): JWTVerifyGetKey {
  const keysAt = (address: string) => createRemoteJWKSet(new URL(address), { timeoutDuration: PATIENCE, cooldownDuration: COOLDOWN });
  let keys: Promise<JWTVerifyGetKey> | null = jwks ? Promise.resolve(keysAt(jwks)) : null;
  return async (header, token) => {
    keys ??= addressOf(issuer).then(keysAt).catch((error: unknown) => {
      keys = null; // the next token asks again
      throw error;
    });
    return (await keys)(header, token);
  };
}

async function addressOf(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(PATIENCE) });
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (document.issuer !== issuer || typeof document.jwks_uri !== 'string') throw new errors.JWKSInvalid('no discovery document of this issuer');
  return document.jwks_uri;
}
