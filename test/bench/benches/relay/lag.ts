import type { Client } from 'pg';
import { Relay } from '#libs/delivery';
import { Provisioning } from '#libs/directory';
import { Kafka } from '#libs/kafka';
import { SubmitRecord } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { rounded, summed, type Figure } from '../../measure/figure.js';
import { progress } from '../../measure/say.js';
import { asAdmin, urlOf, withFreshDatabase, type Cluster } from '../../world/databases.js';
import { openHub } from '../../world/hub.js';
import { submits } from '../../world/submits.js';
import type { Broker, Options } from '../bench.js';

const CLIENTS = 8;
const WARM_UP = 5;
/** Of what is entered meanwhile; a twentieth is what one pass may have under way at the end. */
const LEAST = 0.95;

/** The recipient ledger at one moment: entries of all time, of these not yet sent, and the age of the oldest such in seconds. */
interface Sample {
  readonly at: number;
  readonly entered: number;
  readonly waiting: number;
  readonly oldest: number;
}

/**
 * The relay beside clients that hand in as fast as they are answered, in one process as in `apps/hub`.
 * The lag is flat when as many entries leave as are entered.
 */
export async function lagUnderWrites(cluster: Cluster, broker: Broker, options: Options): Promise<Figure> {
  return withFreshDatabase(cluster, async (name) => {
    const house = await openHub(urlOf(cluster.url, name), { poolSize: 32 });
    const kafka = Kafka.from({ ...broker, topicPrefix: 'lag' })!;
    try {
      await new Provisioning(house.directory, kafka.admin(), null, () => undefined).once();
      const samples = await asAdmin(cluster, name, (admin) => sampled(house, kafka, admin, options.small ? 10 : 30));
      return figureOf(samples);
    } finally {
      await kafka.close();
      await house.close();
    }
  });
}

async function sampled(house: House, kafka: Kafka, admin: Client, seconds: number): Promise<Sample[]> {
  const relay = new Relay(house.database, house.disclosure, house.directory, { producer: kafka.producer(), topics: kafka.topics });
  let failure: unknown;
  relay.start((error) => { failure = error; });
  let on = true;
  const clients = writing(house, () => on);
  const told = progress('writing with the relay beside it', seconds + WARM_UP);
  const samples: Sample[] = [];
  try {
    for (let second = 1; second <= seconds + WARM_UP; second++) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      if (second >= WARM_UP) samples.push(await sample(admin));
      told(second);
    }
  } finally {
    on = false;
    await clients;
    await relay.close();
  }
  if (failure) throw failure;
  return samples;
}

async function writing(house: House, on: () => boolean): Promise<void> {
  const submit = submits(new SubmitRecord(house.keeping));
  let turn = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async () => { while (on()) await submit(turn++); }));
}

async function sample(admin: Client): Promise<Sample> {
  const { rows } = await admin.query<{ entered: string; waiting: string; oldest: string | null }>(`
    select (select count(*) from delivery.entry) as entered, count(e.at) as waiting, extract(epoch from clock_timestamp() - min(e.at)) as oldest
    from delivery.position p left join delivery.entry e on e.agency = p.agency and e.stream = p.stream and (e.xid, e.seq) > (p.xid, p.seq)`);
  const { entered, waiting, oldest } = rows[0]!;
  return { at: performance.now() / 1000, entered: Number(entered), waiting: Number(waiting), oldest: Number(oldest ?? 0) };
}

function figureOf(samples: readonly Sample[]): Figure {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const part = Math.max(1, Math.floor((samples.length - 1) / 5));
  const parts = Array.from({ length: 5 }, (_, place) => left(samples[place * part]!, samples[(place + 1) * part]!));
  return {
    bench: 'relay', yardstick: `entered meanwhile by ${CLIENTS} clients`, ...summed(parts), ratio: rounded(left(first, last)), of: 'throughput', least: LEAST,
    enteredPerSecond: rounded((last.entered - first.entered) / (last.at - first.at)), lagPerSecond: rounded(slope(samples)),
    lagAtStart: first.waiting, lagAtEnd: last.waiting, oldestAtStart: `${rounded(first.oldest)} s`, oldestAtEnd: `${rounded(last.oldest)} s`,
    seconds: Math.round(last.at - first.at),
  };
}

/** Share of what was entered between two moments that left between them. */
function left(from: Sample, to: Sample): number {
  const entered = to.entered - from.entered;
  return (entered - (to.waiting - from.waiting)) / entered;
}

/** By how many entries a second the lag grows: the line of least squares through the samples. */
function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, waiting] = [mean(samples.map((one) => one.at)), mean(samples.map((one) => one.waiting))];
  const above = samples.reduce((sum, one) => sum + (one.at - at) * (one.waiting - waiting), 0);
  return above / samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
}
