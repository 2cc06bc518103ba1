import pg from 'pg';
import { Provisioning, Quotas } from '#libs/directory';
import { Kafka } from '#libs/kafka';
import { Intake } from '#libs/intake';
import { SubmitRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { compared, median, rounded, type Figure } from '../../measure/figure.js';
import { progress } from '../../measure/say.js';
import { bareClient, bareProducer, bareTopic } from '../../world/bare-kafka.js';
import { BARE_TABLES } from '../../world/bare-tables.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import type { Bench, Broker, Options, Services } from '../bench.js';
import { bareReader } from './bare-reader.js';
import { AGENCY, handedIn, type HandedIn } from './handed-in.js';
import { Tally } from './tally.js';

const LEAST = 0.5;
const POOL = 32;
const BARE_TOPIC = 'bench.bare.in';
/** What one agency may hand in is no matter here. */
const NO_QUOTA = new Quotas({ requests: 1_000_000, submissions: 1_000_000, atOnce: 1_000_000, streams: 1_000 });

export const ingest: Bench = {
  about: 'Cases from an agency\'s topic until they are kept and their offset is committed, against a bare kafkajs consumer that lays one record row and one outbox row.',
  async run(services: Services, options: Options): Promise<Figure[]> {
    const [cluster, broker] = await Promise.all([services.postgres(), services.broker()]);
    return withFreshDatabase(cluster, async (name) => {
      const house = await openHub(urlOf(cluster.url, name), { poolSize: POOL });
      const pool = new pg.Pool({ connectionString: urlOf(cluster.url, name), max: POOL });
      const kafka = Kafka.from({ ...broker, topicPrefix: 'ingest' })!;
      try {
        await pool.query(BARE_TABLES);
        await new Provisioning(house.directory, kafka.admin(), null, () => undefined).once();
        return [await withReaders({ cluster, name, house, kafka, pool, broker }, options)];
      } finally {
        await kafka.close();
        await pool.end();
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
  readonly pool: pg.Pool;
  readonly broker: Broker;
}

async function withReaders(stage: Stage, options: Options): Promise<Figure> {
  const { house, kafka, pool, broker } = stage;
  const client = bareClient(broker);
  await bareTopic(client, BARE_TOPIC);
  const producer = await bareProducer(client);
  const tallies = { hub: new Tally(), bare: new Tally() };
  const intake = startIntake(house, kafka, tallies.hub);
  const bare = await bareReader(client, BARE_TOPIC, pool, tallies.bare);
  const send = (topic: string, messages: readonly HandedIn[]) => producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages: [...messages] }] });
  const drain = (who: 'hub' | 'bare', messages: readonly HandedIn[]) =>
    tallies[who].seconds(messages.length, () => send(who === 'hub' ? kafka.topics.inbound(AGENCY) : BARE_TOPIC, messages));
  try {
    return await measure(stage, drain, options);
  } finally {
    await intake.close();
    await bare.disconnect();
    await producer.disconnect();
  }
}

/** As the worker takes them in (`apps/assembly/worker.ts`), counted. */
function startIntake(house: House, kafka: Kafka, tally: Tally) {
  const { database, directory, keeping } = house;
  const submit = new SubmitRecord(keeping);
  const intake = new Intake(database, directory, kafka, keeping.source.ids, NO_QUOTA);
  intake.on('record.submitted.v1', async (caller, { kind, data, key }) => {
    await tally.begin();
    await submit.run(caller, { kind, document: data, idempotencyKey: key });
    tally.end();
  });
  return intake.start();
}

async function measure(stage: Stage, drain: (who: 'hub' | 'bare', messages: readonly HandedIn[]) => Promise<number>, options: Options): Promise<Figure> {
  const count = options.small ? 500 : 2_000;
  const rates = { hub: [] as number[], bare: [] as number[] };
  const told = progress(`measuring ${count} cases a round from a topic`, options.rounds);
  let next = 0;
  const more = () => handedIn(next, (next += count) - 1);
  for (const who of ['hub', 'bare'] as const) await drain(who, more());
  await checkKept(stage, count);
  for (let round = 0; round < options.rounds; round++) {
    const messages = more();
    for (const who of round % 2 ? ['bare', 'hub'] as const : ['hub', 'bare'] as const) rates[who].push(count / (await drain(who, messages)));
    told(round + 1);
  }
  await checkKept(stage, count * (options.rounds + 1));
  return {
    bench: 'ingest', yardstick: 'bare kafkajs consumer of two rows', ...compared(rates.hub, rates.bare), of: 'throughput', least: LEAST,
    hubPerSecond: rounded(median(rates.hub)), yardstickPerSecond: rounded(median(rates.bare)), messages: count,
  };
}

/** Everything handed in is kept, on both sides, and nothing was refused. */
async function checkKept({ cluster, name }: Stage, expected: number): Promise<void> {
  const { rows } = await asAdmin(cluster, name, (admin) => admin.query(`
    select (select count(*)::int from records.record) as hub, (select count(*)::int from bare.record r join bare.outbox o on o.record_id = r.id) as bare,
      (select count(*)::int from delivery.rejection) as refused`));
  const { hub, bare, refused } = rows[0];
  if (hub !== expected || bare !== expected || refused > 0) throw new Error(`of ${expected} cases the hub kept ${hub} and refused ${refused}; the bare consumer kept ${bare}`);
}
