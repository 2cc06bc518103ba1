import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { httpClient } from '../../measure/post.js';
import { latencies, type Plan, type Work } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { BIG, EMPTY, RARE } from '../../world/callers.js';
import { startHubServer } from '../../world/hub-server.js';
import type { KeptWorld } from '../../world/kept-world.js';
import { anywhere, PAGE, TARGET } from './place.js';

const QUERY = `query Cases($after: String) { cases(first: ${PAGE}, after: $after) {
  edges { cursor node { id version asOf status openedOn summary exploitation originator { code } } } pageInfo { hasNextPage endCursor } } }`;

/** The same three agencies' pages as their own software gets them: token, gateway, subgraph, disclosure. */
export async function listOverHttp(world: KeptWorld, plan: Plan): Promise<Figure[]> {
  const server = await startHubServer(world.url, 4);
  const client = httpClient(1);
  try {
    const ask = async (agency: string, purpose: string, expected: number): Promise<Work> => {
      const headers = await server.client.headers(agency, { purpose, officer: null });
      const work = (turn: number) => client.post(`${server.client.url}/graphql`, headers, { query: QUERY, variables: { after: anywhere(world, turn) } }, server.tlsOf(agency));
      const { data } = JSON.parse(await work(0));
      if (data?.cases.edges.length !== expected) throw new Error(`${agency} should get ${expected} cases`);
      return work;
    };
    const works = {
      big: await ask(BIG, 'criminal-investigation', PAGE), rare: await ask(RARE, 'criminal-investigation', PAGE),
      empty: await ask(EMPTY, 'content-blocking', 0),
    };
    say('measuring pages over HTTP');
    const times = await latencies(works, plan);
    return (['rare', 'empty'] as const).map((who) => ({
      bench: 'list', yardstick: `${who} over HTTP, against big, of ${world.records}`, ...compared(times[who], times.big), of: 'time', target: TARGET,
      p50: rounded(median(times[who])), yardstickP50: rounded(median(times.big)),
    }));
  } finally {
    client.close();
    await server.stop();
  }
}
