import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { Authenticator, type Directory } from '#libs/directory';
import type { Authenticate } from '#libs/gateway';
import {
  BoundTokens, DpopProofs, localIssuer, localTrust, openSigningKeys, remoteTrust, TokenVerifier, type ClientCertificates, type TrustedIssuer,
} from '#libs/identity';
import type { Caller, Ids } from '#libs/kernel';
import type { Environment } from '#libs/process';

export interface Identity {
  readonly authenticate: Authenticate;
  readonly again: (caller: Caller) => Promise<Caller>;
  /** The local issuer's token endpoint; null where another issuer is configured. */
  readonly issuer: RequestHandler | null;
}

export interface Surroundings {
  /** Under which callers reach the hub: proofs name it. */
  readonly publicUrl: string;
  readonly directory: Directory;
  readonly certificates: ClientCertificates;
  readonly ids: Ids;
}

export async function openIdentity(environment: Environment, around: Surroundings): Promise<Identity> {
  const { trust, issuer } = environment.issuerUrl ? otherIssuer(environment, environment.issuerUrl) : await ownIssuer(environment, around);
  const door = new Authenticator(new BoundTokens(new TokenVerifier(trust), new DpopProofs()), around.directory, around.ids);
  const { certificates, publicUrl } = around;
  const authenticate: Authenticate = (headers, request) => door.authenticate(headers, {
    method: request.method ?? '', url: addressOf(request, publicUrl), certificate: certificates.of(request)?.thumbprint ?? null,
  });
  return { authenticate, again: door.again, issuer };
}

interface Trust {
  readonly trust: TrustedIssuer;
  readonly issuer: RequestHandler | null;
}

function otherIssuer({ issuerAudience: audience, issuerJwksUrl }: Environment, issuer: string): Trust {
  const jwks = issuerJwksUrl === null ? null : new URL(issuerJwksUrl);
  return { trust: remoteTrust({ issuer, audience, type: null, clientClaim: 'client_id' }, jwks), issuer: null };
}

async function ownIssuer(environment: Environment, { publicUrl, directory, certificates }: Surroundings): Promise<Trust> {
  const { issuerAudience, home, tokenLifetime: tokenLife } = environment;
  const keys = await openSigningKeys(join(home, 'issuer-keys.json'));
  const audience = issuerAudience.includes(':') ? issuerAudience : `urn:${issuerAudience}`;
  const issuer = await localIssuer({ issuer: publicUrl, audience, keys, tokenLife, certificateOf: certificates.of }, directory);
  return { trust: localTrust(publicUrl, audience, keys), issuer };
}

/** As the client addressed it: Express takes the path of a mounted router off `url`, and no `Host` header is believed. */
function addressOf(request: IncomingMessage, publicUrl: string): string {
  const { originalUrl = request.url ?? '/' } = request as { originalUrl?: string };
  return publicUrl.replace(/\/$/u, '') + originalUrl.split('?', 1)[0]!;
}
