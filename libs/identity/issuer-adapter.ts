import type { IncomingMessage } from 'node:http';
import type { Adapter, ClientMetadata, KoaContextWithOIDC } from 'oidc-provider';
import type { ClientRegistry, RegisteredClient } from './client-registry.js';
import type { ClientCertificate } from './proof/client-certificates.js';
import { OnceOnly } from './proof/once-only.js';

export type CertificateOf = (request: IncomingMessage) => ClientCertificate | null;

export interface AdapterSettings {
  readonly registry: ClientRegistry;
  /** A hash to which nobody knows the secret. */
  readonly decoy: string;
  readonly certificateOf: CertificateOf;
  /** The request that is being answered. */
  readonly context: () => KoaContextWithOIDC | undefined;
}

/** Milliseconds in which oidc-provider takes one and the same proof: five minutes either way. */
const REPLAY_WINDOW = 11 * 60_000;

/**
 * What oidc-provider asks of a store. Clients are looked up in the registry; of all else only used proofs
 * are remembered, and `find` remembers in the same step, so that two at once cannot both be first.
 */
export function clientAdapter({ registry, decoy, certificateOf, context }: AdapterSettings): (model: string) => Adapter {
  const used = new OnceOnly(REPLAY_WINDOW);
  const nothing = async () => undefined;
  const finders: Readonly<Record<string, Adapter['find']>> = {
    Client: async (id) => metadataOf(registry.find(id), decoy, shownIn(context(), certificateOf)),
    ReplayDetection: async (id) => (used.first(context()?.oidc.client?.clientId ?? '', id, Date.now()) ? undefined : { jti: id }),
  };
  return (model) => ({
    find: finders[model] ?? nothing,
    upsert: nothing, findByUserCode: nothing, findByUid: nothing,
    consume: nothing, destroy: nothing, revokeByGrantId: nothing,
  });
}

/** Whoever shows a secret is asked for no certificate. */
function shownIn(context: KoaContextWithOIDC | undefined, certificateOf: CertificateOf): ClientCertificate | null {
  return context && context.get('authorization') === '' ? certificateOf(context.req) : null;
}

/**
 * A secret is good only together with a key (`dpop_bound_access_tokens`). An unknown id gets a client whose
 * secret nobody has, so that it costs the same time and ends in the same answer as a wrong secret.
 */
function metadataOf(found: RegisteredClient | null, decoy: string, certificate: ClientCertificate | null): ClientMetadata {
  const client = { client_id: found?.id ?? 'unknown', grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
  const subject = found?.certificateSubject;
  if (certificate?.trusted && subject) {
    return { ...client, token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: subject, tls_client_certificate_bound_access_tokens: true };
  }
  if (certificate && found?.jwks) {
    return { ...client, token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: found.jwks as never, tls_client_certificate_bound_access_tokens: true };
  }
  return { ...client, client_secret: found?.secretHash ?? decoy, token_endpoint_auth_method: 'client_secret_basic', dpop_bound_access_tokens: true };
}
