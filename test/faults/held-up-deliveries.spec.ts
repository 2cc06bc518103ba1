import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Relay, type RelaySettings } from '#libs/delivery';
import { Kafka, Topics, type TopicMessages } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';
import { eventually, pause } from './stage/eventually.js';
import { TopicReader } from './stage/topic-reader.js';

let world: World;
beforeAll(async () => { world = await openWorld(); }, 60_000);
afterAll(() => world.close());

const forBoth = () => caseDocument({ envelope: envelope({ recipients: ['nccia', 'europol'] }) });
const relayTo = (outlet: ConstructorParameters<typeof Relay>[3], settings: Partial<RelaySettings> = {}) =>
  new Relay(world.house.database, world.house.disclosure, world.house.directory, outlet, settings);

/** Until so many more have left: another suite's open transaction on the same server holds a pass back too. */
async function passUntilSent(relay: Relay, count: number): Promise<void> {
  await eventually(async () => { await relay.pass().catch(() => 0); return relay.sent >= count; }, 40_000);
}

describe('a broker that is slow', () => {
  it('is not sent what was rendered long before: a record withdrawn while an earlier one is being sent leaves as a tombstone', async () => {
    const [first, second] = [await world.submit('fia', 'case', forBoth()), await world.submit('fia', 'case', forBoth())];
    const sent: TopicMessages[] = [];
    const slow = { sendAll: async (batches: readonly TopicMessages[]) => {
      if (sent.length === 0) await world.withdraw('fia', 'case', second).then(() => pause(1_200));
      sent.push(...batches);
    } };
    await passUntilSent(relayTo({ producer: slow, topics: new Topics() }, { batch: 2 }), 6);
    const told = sent.flatMap(({ topic, messages }) => (topic.endsWith('.records') ? messages.map(({ key, value }) => [key, value === null]) : []));
    expect(told).toEqual([[first.id, false], [first.id, false], ...Array(4).fill([second.id, true])]);
  });
});

describe('a topic that is missing', () => {
  it('holds back no other agency\'s deliveries, and its own leave when it is there', async () => {
    const topicPrefix = freshTopicPrefix();
    const kafka = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
    const relay = relayTo({ producer: kafka.producer(), topics: kafka.topics });
    const stream = [{ name: 'records', compacted: true }];
    await kafka.admin().ensureAgency('nccia', stream);
    const reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
    await world.submit('fia', 'case', forBoth());
    await passUntilSent(relay, 1);
    await expect(relay.pass()).rejects.toThrow();
    await eventually(() => reader.messages.length === 1);
    await kafka.admin().ensureAgency('europol', stream);
    await passUntilSent(relay, 2);
    expect(await relay.pass()).toBe(0);
    expect(reader.messages).toHaveLength(1);
    await reader.close();
    await kafka.close();
  }, 60_000);
});

describe('more than a broker takes at once', () => {
  it('leaves all the same, in order', async () => {
    const kafka = Kafka.from({ ...brokerLogin('hub'), topicPrefix: freshTopicPrefix() })!;
    await kafka.admin().ensureAgency('nccia', [{ name: 'records', compacted: false }]);
    const topic = kafka.topics.outbound('nccia', 'records');
    await kafka.producer().send(topic, Array.from({ length: 10 }, (_, place) => ({ key: 'one record', value: Buffer.alloc(900_000, place), headers: {} })));
    expect((await kafka.admin().endOffsets(topic)).reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(10);
    await kafka.close();
  });
});

describe('a relay at rest', () => {
  it('is woken by what is kept, and does not wait for its next look', async () => {
    const relay = relayTo({ producer: { sendAll: async () => undefined }, topics: new Topics() }, { pause: 120_000 });
    const failures: unknown[] = [];
    relay.start((error) => failures.push(error));
    for (const more of [1, 2]) {
      const before = relay.sent;
      await eventually(async () => { await world.submit('fia', 'case', forBoth()); return relay.sent >= before + more; });
    }
    await relay.close();
    expect(failures).toEqual([]);
  }, 60_000);
});
