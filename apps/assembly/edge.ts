import { SUPERGRAPH_SDL } from '#libs/contracts';
import { mountEdge } from '#libs/gateway';
import { CallerAssertion, HttpExecutor, type SubgraphExecutor } from '#libs/subgraphs';
import type { Environment } from '#libs/process';
import { openIdentity } from './identity.js';
import { report, type HubProcess } from './process.js';

/** Milliseconds between looks at an open stream's caller: with the directory's own 500 a change takes effect within a second. */
const RECHECK = 250;

/** Mounts the token endpoint and the public API over these subgraphs. */
export async function mountPublicApi(hub: HubProcess, executors: ReadonlyMap<string, SubgraphExecutor>): Promise<void> {
  const { environment, house, http, shutdown, publicUrl } = hub;
  const { authenticate, again, issuer } = await openIdentity(environment, {
    publicUrl, directory: house.directory, certificates: http.certificates, ids: house.keeping.source.ids,
  });
  if (issuer) http.app.use(issuer);
  const edge = await mountEdge({ app: http.app, server: http.server }, {
    supergraph: SUPERGRAPH_SDL, executors, authenticate, again, mayAnswer: () => hub.ledger.mayAnswer(), recheck: RECHECK, report, quota: house.quotas,
    documents: (agency, id) => house.directory.document(agency, id),
    origins: [new URL(publicUrl).origin, ...environment.allowedOrigins],
    limits: { body: environment.bodyLimit, cost: environment.queryCost, time: environment.queryTime * 1_000 },
  });
  shutdown.onEnd('edge', () => edge.stop());
}

/** The subgraphs that run elsewhere, by SUBGRAPH_URLS. */
export function remoteExecutors({ environment }: HubProcess): Map<string, SubgraphExecutor> {
  const assertion = assertionOf(environment);
  return new Map(Object.entries(environment.subgraphUrls).map(([name, url]) => [name, new HttpExecutor({ name, url, assertion, report })]));
}

export function assertionOf({ internalKey, internalKeyAlso }: Environment): CallerAssertion {
  if (!internalKey) throw new Error('AMANAT_INTERNAL_KEY must be given: it signs the caller between the hub\'s processes');
  return new CallerAssertion(internalKey.toString('base64'), internalKeyAlso?.toString('base64') ?? null);
}
