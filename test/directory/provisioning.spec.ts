import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { followStreams, openStream, provisionStreams } from '#libs/directory';
import { Kafka } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { demoRegister, type World } from './world.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let kafka: Kafka;

beforeAll(async () => {
  world = await demoRegister();
  kafka = Kafka.from({ ...brokerLogin('hub'), topicPrefix })!;
});

afterAll(async () => {
  const admin = kafka.admin();
  await admin.deleteTopics(await admin.list());
  for (const { code } of world.directory.agencies()) await admin.revokeAgency(code);
  await kafka.close();
  await world.close();
});

describe('the topics of the participants', () => {
  it('are made for every agency: its streams, recalls, rejections and the way in', async () => {
    await provisionStreams(world.directory, kafka.admin());
    const topics = await kafka.admin().list();
    expect(topics).toHaveLength(9 * 5);
    const of = (name: string) => topics.filter((topic) => topic.endsWith(name)).length;
    expect([of('.records'), of('.alerts'), of('.recalls'), of('.rejections')]).toEqual([9, 9, 9, 9]);
    expect(topics).toContain(`${topicPrefix}.from.police-punjab`);
  });

  it('are asked of the broker again only where the directory has changed', async () => {
    const asked: string[] = [];
    const broker = { ensureAgency: async (agency: string) => void asked.push(agency) };
    const done = new Map<string, string>();
    await provisionStreams(world.directory, broker, done);
    await provisionStreams(world.directory, broker, done);
    expect(asked).toHaveLength(9);
  });

  it('follow the directory: a new stream has its topic without a restart', async () => {
    const failures: unknown[] = [];
    const stop = followStreams(world.directory, kafka.admin(), (error) => void failures.push(error));
    const stream = { ...world.directory.streamsOf('fia')[0]!, name: 'watch' };
    await world.database.transaction((tx) => openStream(tx, stream));
    const deadline = Date.now() + 15_000;
    while (!(await kafka.admin().list()).includes(`${topicPrefix}.to.fia.watch`) && Date.now() < deadline) await pause(100);
    expect(await kafka.admin().list()).toContain(`${topicPrefix}.to.fia.watch`);
    await stop();
    expect(failures).toEqual([]);
  });
});
