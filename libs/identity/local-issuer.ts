import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Adapter, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { ClientRegistry } from './client-registry.js';
import { hashSecret, newSecret, secretMatches } from './client-secret.js';
import { LOCAL_ALGORITHM, type SigningKeys } from './signing-keys.js';

export const TOKEN_PATH = '/oauth/token';
export const JWKS_PATH = '/oauth/jwks';
/** Life of an access token in seconds. */
export const TOKEN_LIFE = 15 * 60;
/** Token requests worked on or waiting at once; the next ones are told to come back. */
const MOST_AT_ONCE = 256;

export interface LocalIssuerSettings {
  /** The issuer's URL: what stands in `iss`. */
  readonly issuer: string;
  /** The hub's own URI as a resource (RFC 8707): what stands in `aud`. */
  readonly audience: string;
  readonly keys: SigningKeys;
  /** Seconds a token lives; 15 minutes unless told. */
  readonly tokenLife?: number;
}

/**
 * The OAuth 2 issuer of a hub that has no other: client credentials only (RFC 6749 §4.4), JWT access
 * tokens (RFC 9068). Answers `POST /oauth/token` and `GET /oauth/jwks` and passes everything else on.
 */
export async function localIssuer(settings: LocalIssuerSettings, registry: ClientRegistry): Promise<RequestHandler> {
  const decoy = await hashSecret(newSecret());
  const { errors, Provider } = await import('oidc-provider'); // only by the process that issues tokens
  const wrongTarget = () => new errors.InvalidTarget();
  const provider = new Provider(settings.issuer, {
    ...configuration(settings, resourceIndicators(settings, wrongTarget)),
    adapter: adapterOf(registry, decoy),
  });
  provider.Client.prototype.compareClientSecret = function matches(this: { clientSecret?: string }, secret: string) {
    return secretMatches(secret, this.clientSecret ?? decoy);
  };
  const answer = provider.callback();
  const token = bounded((request, response) => void answer(request, response));
  return (request, response, next) => {
    if (request.method === 'POST' && request.path === TOKEN_PATH) return token(request, response, next);
    if (request.method === 'GET' && request.path === JWKS_PATH) return void answer(request, response);
    return next();
  };
}

type ResourceIndicators = NonNullable<Configuration['features']>['resourceIndicators'];

function configuration(settings: LocalIssuerSettings, indicators: ResourceIndicators): Configuration {
  const off = { enabled: false } as const;
  return {
    jwks: { keys: [...settings.keys.keys] },
    routes: { token: TOKEN_PATH, jwks: JWKS_PATH },
    responseTypes: ['none'],
    scopes: [],
    cookies: { keys: [randomBytes(32).toString('base64url')] }, // none is ever set: the library wants a key
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: LOCAL_ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [LOCAL_ALGORITHM] },
    clientBasedCORS: () => false,
    ttl: { ClientCredentials: settings.tokenLife ?? TOKEN_LIFE },
    renderError: (context: KoaContextWithOIDC, out: object) => void (context.body = out),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: indicators,
      // Tokens bound to a key or a certificate (RFC 9449, RFC 8705) are switched on here when they come.
      dPoP: off, mTLS: off,
      devInteractions: off, userinfo: off, rpInitiatedLogout: off, pushedAuthorizationRequests: off,
    },
  };
}

/** Whatever resource is asked for, the token is for this hub: another one is refused (`invalid_target`). */
function resourceIndicators(settings: LocalIssuerSettings, wrongTarget: () => Error): ResourceIndicators {
  const server = {
    scope: '',
    audience: settings.audience,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: LOCAL_ALGORITHM } },
  } as const;
  return {
    enabled: true,
    defaultResource: () => settings.audience,
    getResourceServerInfo: (_context, resource) => {
      if (resource !== settings.audience) throw wrongTarget();
      return server;
    },
  };
}

/**
 * Clients are looked up in the registry, nothing is stored. An unknown id gets a client whose secret
 * nobody has, so that it costs the same time and ends in the same answer as a wrong secret.
 */
function adapterOf(registry: ClientRegistry, decoy: string): (model: string) => Adapter {
  const nothing = async () => undefined;
  const client: Adapter['find'] = async (id) => {
    const found = registry.find(id);
    return {
      client_id: found?.id ?? 'unknown',
      client_secret: found?.secretHash ?? decoy,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
    };
  };
  return (model) => ({
    find: model === 'Client' ? client : nothing,
    upsert: nothing, findByUserCode: nothing, findByUid: nothing,
    consume: nothing, destroy: nothing, revokeByGrantId: nothing,
  });
}

function bounded(work: (...of: Parameters<RequestHandler>) => void): RequestHandler {
  let inside = 0;
  return (request, response, next) => {
    if (inside >= MOST_AT_ONCE) return comeBack(response);
    inside += 1;
    response.once('close', () => void (inside -= 1));
    return work(request, response, next);
  };
}

function comeBack(response: Response): void {
  response.status(503).set('Retry-After', '1').json({ error: 'temporarily_unavailable' });
}
