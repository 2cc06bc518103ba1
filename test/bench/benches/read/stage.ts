import { httpClient, type Post } from '../../measure/post.js';
import type { HubServer } from '../../world/hub-server.js';
import { CLIENTS } from './compare.js';
import { READER, type Place } from './contestants.js';
import { startPeer } from './peer-process.js';

/** Connections to PostgreSQL of each contestant. */
export const POOL = 10;

/** The hub on a database, the client that asks everyone, and the peers that are started beside it. */
export interface Stage {
  /** Where the hub answers. */
  readonly hub: Place;
  /** Starts a peer that speaks the hub's TLS. @returns where it answers; it knows the caller by `headers` alone */
  peer(script: string, headers?: Readonly<Record<string, string>>): Promise<Place>;
  /** Starts @apollo/gateway in the hub's place. `sources`: whose way to the subgraphs it takes. */
  apollo(sources: 'hub' | 'apollo'): Promise<Place>;
}

type Start = (databaseUrl: string, pool: number) => Promise<HubServer>;

export async function onStage<Result>(start: Start, databaseUrl: string, work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const client = httpClient(CLIENTS);
  const ends: (() => Promise<unknown>)[] = [];
  const started = async (script: string, settings: Readonly<Record<string, string>>): Promise<string> => {
    const peer = await startPeer(script, settings);
    ends.push(() => peer.stop());
    return peer.url;
  };
  try {
    const server = await start(databaseUrl, POOL);
    ends.push(() => server.stop());
    const hub = await placeOf(server, client.post);
    return await work({
      hub,
      peer: async (script, headers = {}) => ({ ...hub, headers, url: await started(script, { DATABASE_URL: databaseUrl, POOL: String(POOL), ...server.tls }) }),
      apollo: async (sources) => ({ ...hub, url: await started('apollo/apollo-server.mjs', { ...server.settings, SOURCES: sources }) }),
    });
  } finally {
    client.close();
    for (const end of ends.reverse()) await end();
  }
}

/** As the agency that reads. */
export async function placeOf({ client, tlsOf }: HubServer, post: Post): Promise<Place> {
  const headers = await client.headers(READER, { purpose: 'criminal-investigation', officer: null });
  return { url: client.url, headers, post, tls: tlsOf(READER) };
}
