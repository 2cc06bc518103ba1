import type { Kafka as Client } from 'kafkajs';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { httpClient } from '../../measure/post.js';
import { progress, say } from '../../measure/say.js';
import { bareClient, bareTopic, eagerProducer } from '../../world/bare-kafka.js';
import { BIG } from '../../world/callers.js';
import { urlOf, withFreshDatabase } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { startHubServer, type HubServer } from '../../world/hub-server.js';
import type { Bench, Broker, Options, Services } from '../bench.js';
import { Reception } from './reception.js';
import { bareWay, hubWay, type Way } from './ways.js';
import { sentAt, type Sent } from './sent-at.js';

const MOST = 3;
/** Alerts a second: the rate to reach, and what is tried where this machine does not keep up with it. */
const RATES = [200, 150, 100, 50, 25];
const PREFIX = 'alert';
const BARE_TOPIC = 'bench.bare.alerts';
/** Least share of the rate that has to be received within the time of the arrivals, and longest p95 in milliseconds, to call it kept up with. */
const KEPT_UP = { share: 0.95, p95: 1_000 };

export const alert: Bench = {
  about: 'From the raise of an alert over HTTPS to its reception in another agency\'s Kafka consumer, p95 at 200/s (open loop), against bare kafkajs produce to consume.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const [cluster, broker] = await Promise.all([services.postgres(), services.broker()]);
    return withFreshDatabase(cluster, async (name) => {
      await (await openHub(urlOf(cluster.url, name))).close();
      const hub = await startHubServer(urlOf(cluster.url, name), 10, { environment: brokerSettings(broker) });
      try {
        return await withWays(hub, broker, (ways) => measure(ways, options));
      } finally {
        await hub.stop();
      }
    });
  },
};

function brokerSettings({ brokers, username, password }: Broker): Record<string, string> {
  return { KAFKA_BROKERS: brokers.join(','), KAFKA_USERNAME: username, KAFKA_PASSWORD: password, AMANAT_TOPIC_PREFIX: PREFIX };
}

interface Ways {
  readonly hub: Way;
  readonly bare: Way;
}

async function withWays<Result>(hub: HubServer, broker: Broker, work: (ways: Ways) => Promise<Result>): Promise<Result> {
  const client: Client = bareClient(broker);
  await bareTopic(client, BARE_TOPIC);
  const http = httpClient(64);
  const producer = await eagerProducer(client);
  const [ofHub, ofBare] = [await Reception.open(client, `${PREFIX}.to.nccia.alerts`), await Reception.open(client, BARE_TOPIC)];
  try {
    const headers = await hub.client.headers(BIG, { purpose: 'criminal-investigation', officer: null });
    const send = (body: unknown) => http.post(`${hub.client.url}/graphql`, headers, body, hub.tlsOf(BIG));
    return await work({ hub: hubWay(send, ofHub), bare: bareWay(producer, BARE_TOPIC, ofBare, () => ofHub.sample()) });
  } finally {
    http.close();
    await ofHub.close();
    await ofBare.close();
    await producer.disconnect();
  }
}

/** At 200 a second, and where that is more than this machine writes, at the highest of the lower rates that it keeps up with. */
async function measure(ways: Ways, options: Options): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const rate of RATES) {
    say(`raising ${rate} alerts a second`);
    const { figure, keptUp } = await atRate(ways, rate, options, figures.length === 0);
    if (figures.length === 0 || keptUp) figures.push(figure);
    if (keptUp) break;
  }
  return figures;
}

async function atRate(ways: Ways, rate: number, options: Options, isTarget: boolean): Promise<{ figure: Figure; keptUp: boolean }> {
  const seconds = options.small ? 2 : 5;
  const rounds = { hub: [] as Sent[], bare: [] as Sent[] };
  const told = progress(`${rate} alerts a second`, options.rounds);
  for (let round = -1; round < options.rounds; round++) {
    for (const who of round % 2 === 1 ? ['bare', 'hub'] as const : ['hub', 'bare'] as const) {
      const sent = await sentAt(ways[who], { perSecond: rate, seconds, seed: round + 1 });
      if (round >= 0) rounds[who].push(sent);
    }
    if (round >= 0) told(round + 1);
  }
  const p95 = { hub: rounds.hub.map((sent) => sent.p95), bare: rounds.bare.map((sent) => sent.p95) };
  const share = median(rounds.hub.map((sent) => sent.share));
  const figure: Figure = {
    bench: 'alert', yardstick: `p95 of bare produce to consume at ${rate}/s`, ...compared(p95.hub, p95.bare), of: 'time', ...(isTarget ? { target: MOST } : {}),
    p95: rounded(median(p95.hub)), yardstickP95: rounded(median(p95.bare)),
    p50: rounded(median(rounds.hub.map((sent) => sent.p50))), yardstickP50: rounded(median(rounds.bare.map((sent) => sent.p50))),
    receivedInTime: `${rounded(100 * share)} %`,
  };
  return { figure, keptUp: share >= KEPT_UP.share && median(p95.hub) <= KEPT_UP.p95 };
}
