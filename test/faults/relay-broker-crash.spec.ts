import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka } from '#libs/kafka';
import { Metrics } from '#libs/process';
import { startWorker, type Worker } from '../../apps/assembly/worker.js';
import { startKafka, type RunningKafka } from '../../deploy/local/kafka/kafka.mjs';
import { broker } from '../services/index.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { eventually, pause } from './stage/eventually.js';
import { TopicReader } from './stage/topic-reader.js';
import { entriesOf } from './stage/whole.js';

const folder = mkdtempSync(join(tmpdir(), 'amanat-relay-crash-'));
const users = { hub: 'a-password-for-this-test', europol: 'another-for-this-test' };
const start = () => startKafka(folder, users, { jars: broker().jars, quick: true });
let running: RunningKafka;
let world: World;
let worker: Worker;
let reader: TopicReader;

beforeAll(async () => {
  [world, running] = await Promise.all([openWorld(), start()]);
  const brokers = [running.brokers];
  worker = await startWorker(world.house, Kafka.from({ brokers, username: 'hub', password: users.hub })!, { metrics: new Metrics() });
  reader = new TopicReader({ brokers, username: 'europol', password: users.europol }, 'amanat', 'europol', 'records');
}, 60_000);

afterAll(async () => {
  await reader.close();
  await worker.close();
  await world.close();
  await running.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A case that is amended until it has four versions. */
async function story(round: number): Promise<void> {
  const { id } = await world.submit('fia', 'case', caseDocument());
  for (let version = 1; version < 4; version++) {
    await world.amend('fia', 'case', { id, version }, caseDocument({ summary: `As told the ${version + round}th time.` }));
  }
}

describe('the broker is killed while the relay sends', () => {
  it('records are taken in meanwhile, the relay goes on when the broker is back, nothing is lost and each record\'s versions keep their order', async () => {
    let broken = false;
    const telling = (async () => {
      for (let round = 0; round < 12; round++) {
        await Promise.all([story(round), story(round + 1)]);
        if (round === 8) broken = true;
      }
    })();
    await pause(400);
    await running.kill();
    await eventually(() => broken);
    running = await start();
    await telling;
    const entries = await entriesOf(world, 'europol');
    expect(entries.size).toBe(12 * 2 * 4);
    await eventually(() => reader.ids().size >= entries.size, 30_000, 'the last event');
    expect(reader.ids()).toEqual(entries);
    expect(reader.outOfOrder()).toBe(0);
  }, 90_000);
});
