import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { HubProcess } from './stage/hub-process.js';
import { TopicReader } from './stage/topic-reader.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let workers: HubProcess[];
let reader: TopicReader;

beforeAll(async () => {
  world = await openWorld();
  const kafka = { ...brokerLogin('hub'), topicPrefix };
  workers = await Promise.all([1, 2].map(() => HubProcess.of({ app: 'worker', databaseUrl: world.url, kafka })));
  await Promise.all(workers.map((worker) => worker.start()));
  reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
}, 60_000);

afterAll(async () => {
  await reader.close();
  await Promise.all(workers.map((worker) => worker.close()));
  await world.close();
});

const sent = (worker: HubProcess) => worker.metric('amanat_relay_sent');

async function submit(count: number): Promise<void> {
  for (let record = 0; record < count; record++) await world.submit('fia', 'case', caseDocument());
}

describe('two workers are started together', () => {
  it('one of them sends and the other waits; when the first is killed the other takes over, and no event is lost or sent twice', async () => {
    await submit(5);
    await eventually(() => reader.messages.length === 5);
    const all = () => Promise.all(workers.map(sent));
    await eventually(async () => (await all()).reduce((sum, count) => sum + count) > 0);
    const counts = await all();
    const leader = workers[counts.findIndex((count) => count > 0)]!;
    const other = workers.find((worker) => worker !== leader)!;
    expect(await sent(other)).toBe(0);

    await leader.kill();
    await submit(5);
    await eventually(() => reader.ids().size === 10);
    await eventually(async () => (await sent(other)) > 0); // counted once the broker has acknowledged, and read here before that
    expect(reader.messages).toHaveLength(10);
  }, 60_000);
});
