import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryMessage, Kafka, type OutgoingMessage } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { HubProcess } from './stage/hub-process.js';
import { TopicReader } from './stage/topic-reader.js';
import { halfStored } from './stage/whole.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let worker: HubProcess;
let agency: Kafka;
let rejections: TopicReader;

beforeAll(async () => {
  world = await openWorld();
  worker = await HubProcess.of({ app: 'worker', databaseUrl: world.url, kafka: { ...brokerLogin('hub'), topicPrefix } });
  await worker.start();
  agency = Kafka.from({ ...brokerLogin('fia'), topicPrefix })!;
  rejections = new TopicReader(brokerLogin('fia'), topicPrefix, 'fia', 'rejections');
}, 60_000);

afterAll(async () => {
  await rejections.close();
  await agency.close();
  await worker.close();
  await world.close();
});

/** Some share a key, and so a lane; what has a key of its own is taken beside others. */
const LANES = ['one lane', null, null];
let handedIn = 0;

function submission(changes: Record<string, string> = {}, data = JSON.stringify(caseDocument())): OutgoingMessage {
  const attributes = { id: randomUUID(), source: 'urn:amanat:agency:fia', type: 'record.submitted.v1', kind: 'case', datacontenttype: 'application/json', ...changes };
  return { key: LANES[handedIn++ % LANES.length] ?? randomUUID(), ...binaryMessage({ attributes, data: Buffer.from(data) }) };
}

const POISON = [
  submission({}, '{"envelope":'), submission({ source: 'urn:amanat:agency:pta' }), submission({ type: 'record.imagined.v1' }),
  { key: 'one lane', value: Buffer.from([0xff, 0xfe]), headers: { ce_id: 'no event at all' } }, submission({}, '{}'),
  submission({ id: 'under one id' }, JSON.stringify(caseDocument({ summary: 'And something else under the id of another.' }))),
];

const MESSAGES = 252;

const records = async () => (await world.counts())['records.record']!;

describe('the intake is killed while it takes submissions from a topic', () => {
  it('it takes them again after the crash and keeps each once, and what is refused blocks nothing behind it', async () => {
    const inbound = agency.topics.inbound('fia');
    const good = Array.from({ length: MESSAGES }, (_, place) => submission(place === 3 ? { id: 'under one id' } : {}));
    const every = MESSAGES / POISON.length;
    const messages = good.flatMap((message, place) => (place % every === 5 ? [POISON[Math.floor(place / every)]!, message] : [message]));
    await agency.producer().send(inbound, messages);
    await eventually(async () => (await records()) >= 30);
    await worker.kill();
    const afterCrash = await records();
    expect(afterCrash).toBeLessThan(MESSAGES);
    await agency.producer().send(inbound, good.slice(0, 10)); // an agency that is not sure sends again: the same events

    await worker.start();
    await eventually(async () => (await records()) === MESSAGES, 30_000, 'the last record');
    await eventually(() => rejections.ids().size === POISON.length, 10_000, 'the last rejection');
    const counts = await world.counts();
    expect({ kept: counts['records.record'], submissions: counts['records.submission'], rejections: counts['delivery.rejection'] })
      .toEqual({ kept: MESSAGES, submissions: MESSAGES, rejections: POISON.length });
    expect(await halfStored(world)).toEqual({});
  }, 60_000);
});
