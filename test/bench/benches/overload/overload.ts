import { QUOTA } from '#libs/directory';
import { percentile, rounded, summed, type Figure } from '../../measure/figure.js';
import { httpClient } from '../../measure/post.js';
import { throughputs } from '../../measure/rounds.js';
import { say } from '../../measure/say.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { startHubServer, type HubServer } from '../../world/hub-server.js';
import type { Bench, Options, Services } from '../bench.js';
import { AGENCIES, desksOf, type Desk } from './desks.js';
import { flood, type Flood } from './flood.js';
import { inParts, type Outcome } from './outcome.js';

const TIMES = 10;
const CLIENTS = 32;
const PARTS = 5;
/** Milliseconds: the longest p99 of what is accepted, and median and p99 of what is refused. */
const BOUNDS = { accepted: 10_000, refusal: 500, latestRefusal: 2_000 };
/** Bytes: what the hub may hold under load (issue 4 asks it of `read`). */
const MEMORY = 600 * 2 ** 20;

export const overload: Bench = {
  about: 'Ten times the measured capacity of submits over HTTPS for a minute, from four agencies: time of the accepted, time and code of refusals, memory, and nothing lost.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const cluster = await services.postgres();
    return withFreshDatabase(cluster, async (name) => {
      await (await openHub(urlOf(cluster.url, name))).close();
      const server = await startHubServer(urlOf(cluster.url, name), 10, { environment: DEFAULT_QUOTAS, clients: AGENCIES });
      try {
        return await measure(cluster, name, server, options);
      } finally {
        await server.stop();
      }
    });
  },
};

/** The quotas as they are where nobody has set them: they are what is looked at. */
const DEFAULT_QUOTAS = { AMANAT_QUOTA_REQUESTS: String(QUOTA.requests), AMANAT_QUOTA_AT_ONCE: String(QUOTA.atOnce) };

async function measure(cluster: Cluster, name: string, server: HubServer, options: Options): Promise<Figure[]> {
  const desks = await desksOf(server);
  const capacity = await capacityOf(desks);
  say(`the hub takes ${Math.round(capacity)} submits a second from ${CLIENTS} clients; ${TIMES} times that is offered`);
  const seconds = options.small ? 15 : 60;
  const told = await flood(desks, server, { perSecond: TIMES * capacity, seconds, seed: 1 });
  server.expectAlive();
  const lost = await lostOf(cluster, name, told);
  return figuresOf(told, lost, { capacity, seconds });
}

async function capacityOf(desks: readonly Desk[]): Promise<number> {
  const client = httpClient(CLIENTS);
  try {
    const work = async (turn: number) => {
      const desk = desks[turn % desks.length]!;
      const { data, errors } = JSON.parse(await client.post(desk.url, desk.headers, desk.body(`capacity-${turn}`, turn), desk.tls));
      if (!data?.receipt) throw new Error(`the hub refuses within its capacity: ${errors?.[0]?.extensions?.code}`);
    };
    const { hub } = await throughputs({ hub: work }, { rounds: 1, milliseconds: 5_000, clients: CLIENTS });
    return hub[0]!;
  } finally {
    client.close();
  }
}

/** Everything acknowledged is there under its own key. @returns how many are not */
async function lostOf(cluster: Cluster, name: string, { acknowledged }: Flood): Promise<number> {
  const [keys, ids] = [[...acknowledged.keys()], [...acknowledged.values()]];
  const { rows } = await asAdmin(cluster, name, (admin) => admin.query<{ found: string }>(`
    select count(*) as found from unnest($1::text[], $2::uuid[]) as a (key, id)
    join records.submission s on s.key = a.key and s.record_id = a.id join records.record r on r.id = a.id
    where exists (select from delivery.entry e where e.record_id = r.id)`, [keys, ids]));
  return keys.length - Number(rows[0]!.found);
}

function figuresOf(told: Flood, lost: number, { capacity, seconds }: { capacity: number; seconds: number }): Figure[] {
  const { outcomes, offered, unsent, memory, codes } = told;
  const accepted = outcomes.filter((one) => one.accepted);
  const refused = outcomes.filter((one) => one.code !== null);
  const unanswered = outcomes.length - accepted.length - refused.length;
  const answered = (outcomes.length - unanswered - lost) / outcomes.length;
  const most = Math.max(...memory) / MEMORY;
  return [
    {
      ...within(`p99 of accepted, of ${BOUNDS.accepted / 1000} s`, accepted, 0.99, BOUNDS.accepted), accepted: accepted.length,
      perSecond: rounded(accepted.length / seconds), capacity: rounded(capacity), offeredPerSecond: rounded(offered / seconds), heldBackByClients: unsent,
    },
    ...ofRefusals(refused),
    {
      bench: 'overload', yardstick: 'answered by a code, or a receipt that holds, of all sent', ratio: answered, spread: [answered, answered], rounds: 1,
      of: 'throughput', least: 1, sent: outcomes.length, refused: refused.length, codes: codes.join(','), unanswered, why: counted(outcomes.flatMap(({ failed }) => failed ?? [])), lost,
    },
    {
      bench: 'overload', yardstick: `memory, of ${MEMORY / 2 ** 20} MiB`, ...summed(memory.map((bytes) => bytes / MEMORY)), ratio: rounded(most),
      of: 'time', target: 1, mostMiB: Math.round(Math.max(...memory) / 2 ** 20),
    },
  ];
}

/** Each word with how often it came. */
function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} ${count}`).join(', ');
}

function ofRefusals(refused: readonly Outcome[]): Figure[] {
  if (refused.length === 0) return say('the hub refused nothing, and there is nothing to say of how quick it does'), [];
  return [
    within(`median of refusals, of ${BOUNDS.refusal} ms`, refused, 0.5, BOUNDS.refusal),
    within(`p99 of refusals, of ${BOUNDS.latestRefusal / 1000} s`, refused, 0.99, BOUNDS.latestRefusal),
  ];
}

/** A percentile of the times against its bound; the spread is that of five parts of the whole. */
function within(yardstick: string, outcomes: readonly Outcome[], share: number, bound: number): Figure {
  const time = percentile(outcomes.map(({ due, ended }) => ended - due), share);
  const parts = summed(inParts(outcomes, PARTS, share).map((ms) => ms / bound));
  return { bench: 'overload', yardstick, ...parts, ratio: rounded(time / bound), of: 'time', target: 1, ms: rounded(time) };
}
