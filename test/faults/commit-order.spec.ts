import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Relay } from '#libs/delivery';
import { Kafka } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { TopicReader } from './stage/topic-reader.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let kafka: Kafka;
let relay: Relay;
let reader: TopicReader;
let record: string;

beforeAll(async () => {
  world = await openWorld();
  kafka = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
  await kafka.admin().ensureAgency('nccia', [{ name: 'records', compacted: true }]);
  await kafka.admin().ensureAgency('europol', [{ name: 'records', compacted: true }]);
  relay = new Relay(world.house.database, world.house.disclosure, world.house.directory, { producer: kafka.producer(), topics: kafka.topics });
  ({ id: record } = await world.submit('fia', 'case', caseDocument({ envelope: { ...(caseDocument().envelope as object), recipients: ['nccia'] } })));
  await passUntilSent(1);
  reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
}, 60_000);

afterAll(async () => {
  await reader.close();
  await kafka.close();
  await world.close();
});

/** A transaction that has written a delivery and is still open. */
async function open(): Promise<{ id: string; end(word: 'commit' | 'rollback'): Promise<void> }> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  await client.query('begin; set local role amanat_keeper');
  const id = randomUUID();
  await client.query(
    `insert into delivery.entry (agency, stream, id, type, kind, record_id, version) values ('nccia', 'records', $1, 'record.submitted.v1', 'case', $2, 1)`, [id, record]);
  const end = async (word: 'commit' | 'rollback') => {
    await client.query(word);
    await client.end();
  };
  return { id, end };
}

/** The relay passes until so many more have left: another suite's open transaction on the same server holds a pass back too. */
async function passUntilSent(count: number): Promise<void> {
  const aim = relay.sent + count;
  await eventually(async () => { await relay.pass(); return relay.sent >= aim; });
  expect(relay.sent).toBe(aim);
}

const sentSince = (before: number) => reader.told().slice(before).map(({ id }) => id);

describe('transactions that commit in another order than they began', () => {
  it('a delivery waits for every older transaction that is still open, and then none is skipped', async () => {
    await eventually(() => reader.messages.length === 1);
    const [first, second] = [await open(), await open()];
    await second.end('commit');
    expect(await relay.pass()).toBe(0);
    await first.end('commit');
    await passUntilSent(2);
    await eventually(() => reader.messages.length === 3);
    expect(sentSince(1)).toEqual([first.id, second.id]);
  });

  it('however many transactions commit in whatever order, each delivery leaves once, in the order in which they began', async () => {
    const before = reader.messages.length;
    const sent = relay.sent;
    const begun = [];
    for (let count = 0; count < 8; count++) begun.push(await open());
    for (const place of [5, 2, 7, 0, 6, 3, 1, 4]) {
      await begun[place]!.end(place === 3 ? 'rollback' : 'commit');
      await relay.pass();
    }
    await passUntilSent(7 - (relay.sent - sent));
    await eventually(() => reader.messages.length >= before + 7);
    expect(await relay.pass()).toBe(0);
    expect(sentSince(before)).toEqual(begun.filter((_, place) => place !== 3).map(({ id }) => id));
  });

  it('what is sent holds nothing back that only a later transaction will write', async () => {
    const before = reader.messages.length;
    const first = await open();
    await first.end('commit');
    const later = await open();
    await passUntilSent(1);
    await later.end('commit');
    await passUntilSent(1);
    await eventually(() => reader.messages.length === before + 2);
    expect(sentSince(before)).toEqual([first.id, later.id]);
  });
});
