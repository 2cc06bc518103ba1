import { connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { portLike } from '../../deploy/local/memory.mjs';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { HubProcess } from './stage/hub-process.js';
import { TopicReader } from './stage/topic-reader.js';

const SUBMIT = 'mutation Submit($case: CaseInput!) { submitCase(case: $case, idempotencyKey: "while the broker is away") { id } }';
const topicPrefix = freshTopicPrefix();
let world: World;
let hub: HubProcess;
let reader: TopicReader | undefined;
let door: Server | undefined;
let port: number;

beforeAll(async () => {
  [world, port] = await Promise.all([openWorld(), portLike(0)]);
  hub = await HubProcess.of({ databaseUrl: world.url, kafka: { ...brokerLogin('hub'), brokers: [`127.0.0.1:${port}`], topicPrefix } });
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await hub.close();
  door?.close();
  await world.close();
});

/** The broker's address, which nothing answered before, now leads to the broker. */
function openTheDoor(): Server {
  const [host, brokerPort] = brokerLogin('hub').brokers[0]!.split(':');
  return createServer((inside) => {
    const outside = connect(Number(brokerPort), host);
    for (const socket of [inside, outside]) socket.on('error', () => { inside.destroy(); outside.destroy(); });
    inside.pipe(outside).pipe(inside);
  }).listen(port, '127.0.0.1');
}

describe('the hub is started while the broker is away', () => {
  it('it serves all the same, and when the broker comes it makes the topics and delivers what had waited', async () => {
    await hub.start();
    const { data } = await hub.client('fia', { purpose: 'criminal-investigation', legalBasis: 'PTPA2018' }).ask(SUBMIT, { case: caseDocument() });
    expect(data?.['submitCase']).toBeTruthy();
    door = openTheDoor();
    reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
    await eventually(() => reader!.ids().size === 1, 40_000, 'the event');
  }, 80_000);
});
