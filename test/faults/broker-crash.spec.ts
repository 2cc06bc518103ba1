import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka } from '#libs/kafka';
import { startKafka, type RunningKafka } from '../../deploy/local/kafka/kafka.mjs';
import { broker } from '../services/index.js';

const TOPIC = 'amanat.to.fia.records';
const folder = mkdtempSync(join(tmpdir(), 'amanat-crash-'));
const users = { hub: 'a-password-for-this-test' };
let running: RunningKafka;
let kafka: Kafka;

const start = () => startKafka(folder, users, { jars: broker().jars, quick: true });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeAll(async () => {
  running = await start();
  kafka = Kafka.from({ brokers: [running.brokers], username: 'hub', password: users.hub })!;
  await kafka.admin().ensureAgency('fia', [{ name: 'records', compacted: true }]);
});

afterAll(async () => {
  await kafka.close();
  await running.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('the broker is killed while the hub writes and reads', () => {
  it('nothing acknowledged is lost, a record\'s versions keep their order, and no handler\'s failure skips a message', async () => {
    const latest = new Map<string, number>();
    const distinct = new Set<string>();
    let failures = 0;
    kafka.consumer({
      group: 'fia.reader',
      topics: [TOPIC],
      atMost: 50,
      handle: async (messages) => {
        if (failures < 3 && distinct.size > 1_000) {
          failures += 1;
          throw new Error('the reader\'s own database is away');
        }
        for (const { key, headers } of messages) {
          const version = Number(String(headers['ce_version']));
          latest.set(String(key), version);
          distinct.add(`${String(key)} ${version}`);
        }
      },
    }).start();
    const producer = kafka.producer();
    const writing = (async () => {
      for (let version = 1; version <= 100; version++) {
        const messages = Array.from({ length: 50 }, (_, record) => ({ key: `record-${record}`, value: '{}', headers: { ce_version: String(version) } }));
        await producer.send(TOPIC, messages);
        await pause(5);
      }
    })();
    await pause(300);
    await running.kill();
    await pause(500);
    running = await start();
    await writing;
    for (let waited = 0; waited < 30_000 && distinct.size < 5_000; waited += 100) await pause(100);
    expect(distinct.size).toBe(5_000);
    expect(new Set(latest.values())).toEqual(new Set([100]));
    expect(failures).toBe(3);
  }, 90_000);
});
