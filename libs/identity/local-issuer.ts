import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { ActorTokens } from './actor-tokens.js';
import type { ClientRegistry } from './client-registry.js';
import { hashSecret, newSecret, secretMatches } from './client-secret.js';
import { clientAdapter, type CertificateOf } from './issuer-adapter.js';
import { LOCAL_ALGORITHM, type SigningKeys } from './signing-keys.js';

export const TOKEN_PATH = '/oauth/token';
export const JWKS_PATH = '/oauth/jwks';
/** Life of an access token in seconds. */
export const TOKEN_LIFE = 15 * 60;
/** Token requests worked on or waiting at once; the next ones are told to come back. */
const MOST_AT_ONCE = 256;
const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

export interface LocalIssuerSettings {
  /** The issuer's URL: what stands in `iss`. */
  readonly issuer: string;
  /** The hub's own URI as a resource (RFC 8707): what stands in `aud`. */
  readonly audience: string;
  readonly keys: SigningKeys;
  /** Seconds a token lives; 15 minutes unless told. */
  readonly tokenLife?: number;
  /** The client's certificate; a hub without TLS knows none. */
  readonly certificateOf?: CertificateOf;
}

/**
 * The OAuth 2 issuer of a hub that has no other: client credentials only (RFC 6749 §4.4), JWT access
 * tokens (RFC 9068), each bound to the client's certificate (RFC 8705) or to a key of its own (RFC 9449).
 * With an `actor_token` (RFC 8693 §2.1) the token names the officer behind the client. Answers `POST /oauth/token` and `GET /oauth/jwks` and passes everything else on.
 */
export async function localIssuer(settings: LocalIssuerSettings, registry: ClientRegistry): Promise<RequestHandler> {
  const decoy = await hashSecret(newSecret());
  const { errors, Provider } = await import('oidc-provider'); // only by the process that issues tokens
  const certificateOf = settings.certificateOf ?? (() => null);
  const provider = new Provider(settings.issuer, {
    ...configuration(settings, certificateOf, resourceIndicators(settings, () => new errors.InvalidTarget())),
    extraTokenClaims: officerClaim(settings, certificateOf, registry, () => new errors.InvalidRequest('the actor token is not valid')),
    adapter: clientAdapter({ registry, decoy, certificateOf, context: () => Provider.ctx as KoaContextWithOIDC | undefined }),
  });
  provider.Client.prototype.compareClientSecret = function matches(this: { clientSecret?: string }, secret: string) {
    return secretMatches(secret, this.clientSecret ?? decoy);
  };
  provider.proxy = true; // believes the two headers that `underOwnName` sets, whatever the client wrote there
  const answer = provider.callback();
  const token = bounded((request, response) => void answer(underOwnName(request, settings.issuer), response));
  return (request, response, next) => {
    if (request.method === 'POST' && request.path === TOKEN_PATH) return token(request, response, next);
    if (request.method === 'GET' && request.path === JWKS_PATH) return void answer(request, response);
    return next();
  };
}

/** A proof (RFC 9449) names the endpoint as the hub is known, which is not what every `Host` header says. */
function underOwnName(request: Request, issuer: string): Request {
  const { protocol, host } = new URL(issuer);
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  request.headers['x-forwarded-host'] = host;
  return request;
}

/** `act` (RFC 8693 §4.1), from the assertion that the client sends along; without one there is no officer. */
function officerClaim(settings: LocalIssuerSettings, certificateOf: CertificateOf, registry: ClientRegistry, wrong: () => Error): Configuration['extraTokenClaims'] {
  const actors = new ActorTokens(settings.issuer);
  return async (context) => {
    const { actor_token: assertion, actor_token_type: type } = (context.oidc.body ?? {}) as Record<string, unknown>;
    if (assertion === undefined && type === undefined) return undefined;
    const client = registry.find(context.oidc.client!.clientId);
    if (!client || typeof assertion !== 'string' || type !== JWT_TYPE) throw wrong();
    const byCertificate = context.oidc.client!.clientAuthMethod !== 'client_secret_basic';
    const certificateKey = byCertificate ? certificateOf(context.req)?.x509.publicKey ?? null : null;
    const officer = await actors.officerIn(assertion, { id: client.id, jwks: client.jwks ?? null, certificateKey });
    if (officer === null) throw wrong();
    return { act: { sub: officer } };
  };
}

type ResourceIndicators = NonNullable<Configuration['features']>['resourceIndicators'];

function configuration(settings: LocalIssuerSettings, certificateOf: CertificateOf, indicators: ResourceIndicators): Configuration {
  const off = { enabled: false } as const;
  return {
    jwks: { keys: [...settings.keys.keys] },
    routes: { token: TOKEN_PATH, jwks: JWKS_PATH },
    responseTypes: ['none'],
    scopes: [],
    cookies: { keys: [randomBytes(32).toString('base64url')] }, // none is ever set: the library wants a key
    clientAuthMethods: ['client_secret_basic', 'tls_client_auth', 'self_signed_tls_client_auth'],
    clientDefaults: { id_token_signed_response_alg: LOCAL_ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [LOCAL_ALGORITHM] },
    clientBasedCORS: () => false,
    ttl: { ClientCredentials: settings.tokenLife ?? TOKEN_LIFE },
    renderError: (context: KoaContextWithOIDC, out: object) => void (context.body = out),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: indicators,
      dPoP: { enabled: true },
      mTLS: {
        enabled: true, certificateBoundAccessTokens: true, tlsClientAuth: true, selfSignedTlsClientAuth: true,
        getCertificate: (context) => certificateOf(context.req)?.x509,
        certificateAuthorized: (context) => certificateOf(context.req)?.trusted ?? false,
        certificateSubjectMatches: (context, _property, expected) => certificateOf(context.req)?.subject === expected,
      },
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
