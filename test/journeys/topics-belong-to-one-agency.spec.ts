import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, type KafkaSettings, type ReceivedMessage } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';

const topicPrefix = freshTopicPrefix();
const STREAMS = [{ name: 'records', compacted: true }, { name: 'alerts', compacted: false }];
const open: Kafka[] = [];

function as(user: string, changes: Partial<KafkaSettings> = {}): Kafka {
  const kafka = Kafka.from({ ...brokerLogin(user), topicPrefix, ...changes })!;
  open.push(kafka);
  return kafka;
}

function collect(kafka: Kafka, group: string, topic: string): ReceivedMessage[] {
  const seen: ReceivedMessage[] = [];
  kafka.consumer({ group, topics: [topic], handle: async (messages) => { seen.push(...messages); } }).start();
  return seen;
}

async function eventually(holds: () => boolean | Promise<boolean>, within = 20_000): Promise<void> {
  for (let waited = 0; waited < within; waited += 50) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('did not come about in time');
}

const hub = as('hub');
const { topics } = hub;
const message = (key: string, value: string | null = '{}') => ({ key, value, headers: { ce_id: key } });

beforeAll(async () => {
  for (const agency of ['fia', 'iom']) await hub.admin().ensureAgency(agency, STREAMS);
});

afterAll(async () => {
  await hub.admin().deleteTopics(await hub.admin().list());
  await Promise.all(open.map((kafka) => kafka.close()));
});

describe('a topic belongs to one agency', () => {
  it('an agency reads its own topic in its own groups', async () => {
    await hub.producer().send(topics.outbound('fia', 'records'), [message('a'), message('b'), message('a', null)]);
    const seen = collect(as('fia'), `fia.${topicPrefix}`, topics.outbound('fia', 'records'));
    await eventually(() => seen.length === 3);
    expect(seen.map(({ key, value }) => [String(key), value && String(value)])).toEqual([['a', '{}'], ['b', '{}'], ['a', null]]);
    expect(String(seen[0]!.headers['ce_id'])).toBe('a');
  });

  it('another agency is not even told that the topic exists', async () => {
    expect(await as('iom').admin().list()).toEqual([
      topics.inbound('iom'), ...STREAMS.map(({ name }) => topics.outbound('iom', name)), topics.recalls('iom'), topics.rejections('iom'), topics.approvals('iom'), topics.protection('iom'),
    ].sort());
    await expect(as('iom').admin().endOffsets(topics.outbound('fia', 'records'))).rejects.toMatchObject({ type: 'TOPIC_AUTHORIZATION_FAILED' });
  });

  it('another agency reads nothing from it, not in its own groups and not in the owner\'s', async () => {
    const inOwnGroup = collect(as('iom'), `iom.${topicPrefix}`, topics.outbound('fia', 'records'));
    const inTheirGroup = collect(as('iom'), `fia.${topicPrefix}.2`, topics.outbound('iom', 'records'));
    await hub.producer().send(topics.outbound('iom', 'records'), [message('c')]);
    const control = collect(as('iom'), `iom.${topicPrefix}.2`, topics.outbound('iom', 'records'));
    await eventually(() => control.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(inOwnGroup).toEqual([]);
    expect(inTheirGroup).toEqual([]);
  });

  it('an agency writes to its own way in and nowhere else', async () => {
    const producer = as('fia').producer();
    await producer.send(topics.inbound('fia'), [message('in')]);
    for (const topic of [topics.inbound('iom'), topics.outbound('fia', 'records'), topics.recalls('fia'), topics.outbound('iom', 'records')]) {
      await expect(producer.send(topic, [message('forged')])).rejects.toThrow();
    }
    expect(await hub.admin().endOffsets(topics.inbound('fia'))).toEqual([{ partition: 0, offset: '1' }]);
  });

  it('an agency does not read what it or another handed in', async () => {
    const seen = collect(as('fia'), `fia.${topicPrefix}.3`, topics.inbound('fia'));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(seen).toEqual([]);
  });

  it('an agency creates no topic, neither by asking nor by writing', async () => {
    const own = `${topics.outboundPrefix('fia')}mine`;
    await expect(as('fia').admin().ensureTopics([{ topic: own, settings: {} }])).rejects.toThrow();
    await expect(as('fia').producer().send(own, [message('x')])).rejects.toThrow();
    expect(await hub.admin().list()).not.toContain(own);
  }, 90_000);

  it('an agency changes no permissions', async () => {
    await expect(as('fia').admin().revokeAgency('iom')).rejects.toThrow();
  });

  it('a wrong password opens nothing', async () => {
    await expect(as('fia', { password: 'wrong' }).admin().list()).rejects.toThrow(/authentication/i);
  });

  it('rights that are taken back end at once, and are given again by the same call as before', async () => {
    const iom = as('iom').admin();
    await hub.admin().revokeAgency('iom');
    await eventually(async () => (await iom.list()).length === 0);
    await hub.admin().ensureAgency('iom', STREAMS);
    await eventually(async () => (await iom.list()).length === 7);
  });
});
