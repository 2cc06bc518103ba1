import { createHash } from 'node:crypto';
import type { Producer } from 'kafkajs';
import { Relay } from '#libs/delivery';
import { Provisioning } from '#libs/directory';
import { Kafka, type TopicMessages } from '#libs/kafka';
import type { House } from '../../../../apps/assembly/house.js';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { say } from '../../measure/say.js';
import { bareClient, bareProducer } from '../../world/bare-kafka.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { load } from '../../world/load.js';
import type { Bench, Options, Services } from '../bench.js';
import { lagUnderWrites } from './lag.js';

const RECORDS = 4_000;
const SETTINGS = { batch: 500, pause: 50 };

export const relay: Bench = {
  about: 'Delivery from the recipient ledger to topics against a bare kafkajs producer with the same messages in the same batches, acks=all; and its lag while 8 clients write.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const [cluster, broker] = await Promise.all([services.postgres(), services.broker()]);
    return withFreshDatabase(cluster, async (name) => {
      const house = await openHub(urlOf(cluster.url, name));
      const kafka = Kafka.from(broker)!;
      const bare = await bareProducer(bareClient(broker));
      try {
        await asAdmin(cluster, name, (admin) => load(house, admin, { records: RECORDS, rare: 100 }).then(() => admin.query('vacuum (analyze)')));
        await new Provisioning(house.directory, kafka.admin(), null, () => undefined).once();
        const figure = await measure({ cluster, name, house, kafka, bare }, options);
        return [figure, await lagUnderWrites(cluster, broker, options)];
      } finally {
        await bare.disconnect();
        await kafka.close();
        await house.close();
      }
    });
  },
};

interface Stage {
  readonly cluster: Cluster;
  readonly name: string;
  readonly house: House;
  readonly kafka: Kafka;
  readonly bare: Producer;
}

async function measure(stage: Stage, options: Options): Promise<Figure> {
  const { kafka } = stage;
  const sent: TopicMessages[][] = [];
  const record = { sendAll: async (batches: readonly TopicMessages[]) => void sent.push(batches.filter(({ messages }) => messages.length > 0)) };
  await relayAll(stage, record);
  const count = countOf(sent);
  const producer = kafka.producer();
  const before = await ends(stage);
  const seen: TopicMessages[][] = [];
  await relayAll(stage, { sendAll: (batches) => { seen.push([...batches]); return producer.sendAll(batches); } });
  const between = await ends(stage);
  await sendBare(stage.bare, sent);
  if (between - before !== count || (await ends(stage)) - between !== count) throw new Error('the two ways did not send the same number of messages');
  if (digest(seen) !== digest(sent)) throw new Error('the two ways did not send the same messages');
  say(`measuring ${count} messages a round`);
  const times = { hub: [] as number[], bare: [] as number[] };
  for (let round = 0; round < options.rounds; round++) {
    times.hub.push(count / (await relayAll(stage, producer)));
    times.bare.push(count / (await timed(() => sendBare(stage.bare, sent))));
  }
  return {
    bench: 'relay', yardstick: 'bare kafkajs producer', ...compared(times.hub, times.bare), of: 'throughput', least: 0.7,
    hubPerSecond: rounded(median(times.hub)), yardstickPerSecond: rounded(median(times.bare)), messages: count, batches: sent.length,
  };
}

/** Sends the whole ledger again. @returns seconds, putting the positions back not counted */
async function relayAll({ cluster, name, house, kafka }: Stage, producer: { sendAll(batches: readonly TopicMessages[]): Promise<void> }): Promise<number> {
  await asAdmin(cluster, name, (admin) => admin.query(`update delivery.position set xid = '0', seq = 0`));
  const relayed = new Relay(house.database, house.disclosure, house.directory, { producer, topics: kafka.topics }, SETTINGS);
  return timed(async () => {
    while ((await relayed.pass()) > 0);
  });
}

async function sendBare(producer: Producer, sent: readonly TopicMessages[][]): Promise<void> {
  for (const batches of sent) {
    const topicMessages = batches.map(({ topic, messages }) => ({
      topic, messages: messages.map((message) => ({ ...message, headers: { ...message.headers } })),
    }));
    await producer.sendBatch({ acks: -1, topicMessages });
  }
}

async function ends({ kafka }: Stage): Promise<number> {
  const admin = kafka.admin();
  const topics = (await admin.list()).filter((topic) => topic.startsWith(`${kafka.topics.prefix}.to.`));
  const offsets = await Promise.all(topics.map((topic) => admin.endOffsets(topic)));
  return offsets.flat().reduce((sum, { offset }) => sum + Number(offset), 0);
}

const countOf = (sent: readonly TopicMessages[][]) => sent.flat().reduce((sum, { messages }) => sum + messages.length, 0);

/** Order between streams is nobody's business, order within one is. */
function digest(sent: readonly TopicMessages[][]): string {
  const byTopic = new Map<string, string[]>();
  for (const { topic, messages } of sent.flat()) {
    if (messages.length === 0) continue;
    const lines = messages.map(({ key, value, headers }) => JSON.stringify([key, String(value), headers]));
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), ...lines]);
  }
  return createHash('sha256').update(JSON.stringify([...byTopic].sort())).digest('hex');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
