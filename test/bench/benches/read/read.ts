import { isDeepStrictEqual } from 'node:util';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { httpClient, type Post } from '../../measure/post.js';
import { throughputs } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { Chance } from '../../world/chance.js';
import { asAdmin, urlOf, withFreshDatabase } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { startHubServer, type HubServer } from '../../world/hub-server.js';
import { worldClock } from '../../world/world-source.js';
import type { Bench, Options, Services } from '../bench.js';
import { FIRST, hub, plain, postgraphile, READER, type Contestant } from './contestants.js';
import { installPeers, startPeer } from './peer-process.js';
import { buildReadWorld } from './read-world.js';

const POSTGRAPHILE = 'PostGraphile 4.14 under row-level security';
const JSON_BUILT = 'JSON built in PostgreSQL';
const CASES = 2_000;
const POOL = 10;
const CLIENTS = 8;
const MILLISECONDS = 2_000;
/** The least share of the yardstick's requests a second. */
const LEAST: Readonly<Record<string, number>> = { [POSTGRAPHILE]: 1, [JSON_BUILT]: 0.45 };

export const read: Bench = {
  about: 'Over mutual TLS on both sides, 50 cases with fields of three subgraphs against raw pg, PostGraphile 4 under row-level security, and JSON built in PostgreSQL.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    installPeers();
    const cluster = await services.postgres();
    return withFreshDatabase(cluster, async (name) => {
      const url = urlOf(cluster.url, name);
      const house = await openHub(url, { clock: worldClock });
      const ids = await buildReadWorld(house, url, CASES).finally(() => house.close());
      await asAdmin(cluster, name, (admin) => admin.query('vacuum (analyze)'));
      return withContestants(url, (contestants) => measure(contestants, ids, options));
    });
  },
};

type Contestants = Readonly<Record<string, Contestant>>;

async function withContestants<Result>(url: string, work: (contestants: Contestants) => Promise<Result>): Promise<Result> {
  const client = httpClient(CLIENTS);
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const server = await startHubServer(url, POOL);
    ends.push(() => server.stop());
    const bare = await startPeer('plain-server.mjs', url, POOL, server.tls);
    ends.push(() => bare.stop());
    const peer = await startPeer('postgraphile-server.mjs', url, POOL, server.tls);
    ends.push(() => peer.stop());
    return await work(await contestantsAt(server, bare.url, peer.url, client.post));
  } finally {
    client.close();
    for (const end of ends.reverse()) await end();
  }
}

async function contestantsAt({ client: hubClient, tlsOf }: HubServer, plainUrl: string, peerUrl: string, post: Post): Promise<Contestants> {
  const headers = await hubClient.headers(READER, { purpose: 'criminal-investigation', officer: null });
  return {
    hub: hub(hubClient, headers, post, tlsOf(READER)),
    'raw pg': plain(`${plainUrl}/raw`, post, tlsOf(READER)),
    [POSTGRAPHILE]: postgraphile(`${peerUrl}/graphql`, post, tlsOf(READER)),
    [JSON_BUILT]: plain(`${plainUrl}/json`, post, tlsOf(READER)),
  };
}

async function measure(contestants: Contestants, ids: readonly string[], options: Options): Promise<Figure[]> {
  await checkAnswers(contestants, ids);
  say('measuring reads');
  const works = Object.fromEntries(Object.entries(contestants).map(([name, one]) => [name, (turn: number) => one.ask(before(ids, turn))]));
  const rates = await throughputs(works, { rounds: options.rounds, milliseconds: MILLISECONDS, clients: CLIENTS });
  const own = rates['hub']!;
  return Object.entries(rates).filter(([name]) => name !== 'hub').map(([name, series]) => ({
    bench: 'read', yardstick: name, ...compared(own, series), of: 'throughput', ...(LEAST[name] === undefined ? {} : { least: LEAST[name] }),
    hubPerSecond: rounded(median(own)), yardstickPerSecond: rounded(median(series)), clients: CLIENTS,
  }));
}

/** Another place in the list each time. */
function before(ids: readonly string[], turn: number): string {
  return ids[FIRST + new Chance(turn).below(ids.length - FIRST)]!;
}

async function checkAnswers(contestants: Contestants, ids: readonly string[]): Promise<void> {
  for (const turn of [0, 1, 2, 3]) {
    const at = before(ids, turn);
    const expected = contestants['hub']!.read(await contestants['hub']!.ask(at));
    if (expected.length !== FIRST) throw new Error(`the hub gives ${expected.length} cases`);
    for (const [name, contestant] of Object.entries(contestants)) {
      if (!isDeepStrictEqual(contestant.read(await contestant.ask(at)), expected)) throw new Error(`${name} does not give what the hub gives`);
    }
  }
}
