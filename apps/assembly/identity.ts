import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { Authenticator, type Directory } from '#libs/directory';
import { JWKS_PATH, localIssuer, localTrust, openSigningKeys, remoteTrust, TokenVerifier } from '#libs/identity';
import { systemIds, type Ids } from '#libs/kernel';
import type { Environment } from '#libs/process';

export interface Identity {
  readonly authenticator: Authenticator;
  /** The local issuer's token endpoint; null where another issuer is configured. */
  readonly issuer: RequestHandler | null;
}

export async function openIdentity(environment: Environment, publicUrl: string, directory: Directory, ids: Ids = systemIds): Promise<Identity> {
  const { issuerUrl, issuerAudience: audience, home } = environment;
  if (issuerUrl) {
    const trust = remoteTrust({ issuer: issuerUrl, audience, type: null, clientClaim: 'client_id' }, new URL(JWKS_PATH, issuerUrl));
    return { authenticator: new Authenticator(new TokenVerifier(trust), directory, ids), issuer: null };
  }
  const keys = await openSigningKeys(join(home, 'issuer-keys.json'));
  const resource = audience.includes(':') ? audience : `urn:${audience}`;
  const issuer = await localIssuer({ issuer: publicUrl, audience: resource, keys, tokenLife: environment.tokenLifetime }, directory);
  return { authenticator: new Authenticator(new TokenVerifier(localTrust(publicUrl, resource, keys)), directory, ids), issuer };
}
