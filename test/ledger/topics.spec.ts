import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka as Client, logLevel } from 'kafkajs';
import { dropExpired } from '#libs/audit';
import { binaryMessage, Kafka, type OutgoingMessage } from '#libs/kafka';
import { HubProcess } from '../faults/stage/hub-process.js';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';
import { eventually } from '../world/eventually.js';

const topicPrefix = freshTopicPrefix();
const RECORDS = `${topicPrefix}.to.nccia.records`;
let world: World;
let worker: HubProcess;
let insider: Kafka;

beforeAll(async () => {
  world = await openWorld();
  worker = await HubProcess.of({ app: 'worker', databaseUrl: world.url, kafka: { ...brokerLogin('hub'), topicPrefix } });
  await worker.start();
  insider = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
}, 60_000);

afterAll(async () => {
  await insider?.close();
  await worker?.close();
  await world?.close();
});

const write = (count: number) => Promise.all(Array.from({ length: count }, () => world.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['nccia'] }) }))));
const strays = () => worker.metric('amanat_messages_without_line');
const compared = () => worker.metric('amanat_messages_reconciled');

/** How many messages lie on the hub's topics to agencies. */
async function onTopics(): Promise<number> {
  const admin = insider.admin();
  const outbound = (await admin.list()).filter((topic) => topic.startsWith(`${topicPrefix}.to.`));
  const ends = await Promise.all(outbound.map((topic) => admin.endOffsets(topic)));
  return ends.flat().reduce((sum, { offset }) => sum + Number(offset), 0);
}

/** Of a worker whose reconciler began at the beginning. */
async function allCompared(): Promise<void> {
  await eventually(async () => (await compared()) > 0 && (await compared()) === (await onTopics()));
}

/** The worker forgets how far it has looked, as a broker does with the offsets of a group that was long away. */
async function beginAnew(meanwhile: () => Promise<void>): Promise<void> {
  await worker.kill();
  await meanwhile();
  const { brokers, username, password } = brokerLogin('hub');
  const admin = new Client({ brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await eventually(() => admin.deleteGroups([`${topicPrefix}.reconciler`]).then(() => true, () => false)); // once it is empty
  } finally {
    await admin.disconnect();
  }
  await worker.start();
  await allCompared();
}

function planted(id: string): OutgoingMessage {
  return { key: 'planted', ...binaryMessage({ attributes: { id, source: 'urn:amanat:hub', type: 'record.shared.v1' }, data: Buffer.from('{"summary":"never shared"}') }) };
}

describe('what lies on the topics is reconciled with the ledger', () => {
  it('every message that the hub sent has its line', async () => {
    await write(5);
    await eventually(async () => (await onTopics()) >= 5);
    await allCompared();
    expect(await strays()).toBe(0);
  }, 60_000);

  it('messages repeated after a crash are no finding: each repetition has a line of its own, and its event is the same', async () => {
    const before = await onTopics();
    await worker.kill();
    await world.rows(`update delivery.position set xid = '0', seq = 0`); // sent, and killed before the position moved
    await worker.start();
    await eventually(async () => (await onTopics()) >= 2 * before);
    await eventually(async () => (await compared()) >= before);
    expect(await strays()).toBe(0);
  }, 60_000);

  it('a message that somebody plants with the hub\'s own login is found, and so is one agency\'s event on another\'s topic', async () => {
    const [line] = await world.rows<{ entries: string[] }>(`select entries from audit.ledger where agency = 'nccia' and entries is not null limit 1`);
    const producer = insider.producer();
    await producer.send(RECORDS, [planted('0198c0de-0000-7000-8000-000000000001')]);
    await eventually(async () => (await strays()) === 1);
    await producer.send(`${topicPrefix}.to.iom.recalls`, [planted(line!.entries[0]!)]);
    await eventually(async () => (await strays()) === 2);
    await producer.send(RECORDS, [{ key: 'planted', value: 'no event at all', headers: {} }]);
    await eventually(async () => (await strays()) === 3);
    const before = await compared();
    await write(1);
    await eventually(async () => (await compared()) > before);
    expect(await strays()).toBe(3);
  }, 60_000);

  it('the operator is told where it lies and not what it says', async () => {
    const told = worker.said().split('\n').filter((line) => line.includes('message-without-line'));
    expect(told).toHaveLength(3);
    expect(told[0]).toMatch(new RegExp(`"topic":"${RECORDS}","partition":\\d+,"offset":"\\d+"`, 'u'));
    expect(told.join()).not.toContain('never shared');
  });

  it('a delivery whose line was removed is found when the topics are read again from their beginning', async () => {
    await beginAnew(async () => {
      await world.rows(`delete from audit.ledger where agency = 'nccia' and entries is not null and at = (select max(at) from audit.ledger where agency = 'nccia' and entries is not null)`);
    });
    expect(await strays()).toBe(4); // and the three planted ones, once more
  }, 120_000);

  it('a message whose line went with a period that was dropped is no finding; one planted since is', async () => {
    await eventually(async () => (await world.rows(`select from audit.tree where agency = 'nccia'`)).length > 0);
    await beginAnew(async () => {
      await world.rows(`update audit.tree set period = '2020-01' where agency = 'nccia'`);
      await world.rows(`update audit.head set period = '2020-01' where agency = 'nccia'`);
      await worker.start();
      await write(1);
      await eventually(async () => (await world.rows(`select from audit.tree where agency = 'nccia'`)).length === 2);
      await worker.kill();
      expect(await dropExpired(world.url, 1)).toBeGreaterThan(0);
    });
    expect(await strays()).toBe(1); // the one on iom's topic: of iom's ledger nothing was dropped
    await insider.producer().send(RECORDS, [planted('0198c0de-0000-7000-8000-000000000002')]);
    await eventually(async () => (await strays()) === 2);
  }, 120_000);
});
