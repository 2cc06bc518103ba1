import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { eventually } from './stage/eventually.js';
import { HubProcess } from './stage/hub-process.js';
import { TopicReader } from './stage/topic-reader.js';
import { entriesOf, halfStored } from './stage/whole.js';

const SUBMIT = 'mutation Submit($case: CaseInput!, $key: ID!) { submitCase(case: $case, idempotencyKey: $key) { id duplicate } }';
const REASON = { purpose: 'criminal-investigation', legalBasis: 'PTPA2018' };
const topicPrefix = freshTopicPrefix();
let world: World;
let hub: HubProcess;
let reader: TopicReader;

beforeAll(async () => {
  world = await openWorld();
  hub = await HubProcess.of({ databaseUrl: world.url, kafka: { ...brokerLogin('hub'), topicPrefix } });
  await hub.start();
  reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
}, 60_000);

afterAll(async () => {
  await reader.close();
  await hub.close();
  await world.close();
});

/** Fewer than an agency may have under way. */
const AT_ONCE = 20;

interface Sent {
  /** Key to the record's id, of what was acknowledged. */
  readonly acknowledged: Map<string, string>;
  /** Keys of what got no answer. */
  readonly unknown: string[];
}

const kept = async () => new Set((await world.rows<{ id: string }>('select id from records.record')).map(({ id }) => id));

/** Hands cases in, several at once, until the hub is gone. */
async function handInUntilGone(sent: Sent): Promise<void> {
  const client = hub.client('fia', REASON);
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (;;) {
      const key = randomUUID();
      try {
        const { data } = await client.ask(SUBMIT, { case: caseDocument(), key });
        sent.acknowledged.set(key, (data!['submitCase'] as { id: string }).id);
      } catch {
        sent.unknown.push(key);
        return;
      }
    }
  }));
}

describe('the hub is killed in the middle of a stream of submissions', () => {
  it('what it acknowledged is kept and delivered, what it did not is whole or absent, and handing it in again keeps it once', async () => {
    const sent: Sent = { acknowledged: new Map(), unknown: [] };
    const handingIn = handInUntilGone(sent);
    await eventually(() => sent.acknowledged.size >= 40);
    await hub.kill();
    await handingIn;
    expect(sent.unknown).toHaveLength(8);
    const afterCrash = await kept();
    expect([...sent.acknowledged.values()].filter((id) => !afterCrash.has(id))).toEqual([]);
    expect(afterCrash.size).toBeLessThanOrEqual(sent.acknowledged.size + sent.unknown.length);
    expect(await halfStored(world)).toEqual({});

    await hub.start();
    const client = hub.client('fia', REASON);
    const keys = [...sent.unknown, ...sent.acknowledged.keys()];
    const again: Awaited<ReturnType<typeof client.ask>>[] = [];
    while (keys.length > 0) again.push(...await Promise.all(keys.splice(0, AT_ONCE).map((key) => client.ask(SUBMIT, { case: caseDocument(), key }))));
    const receipts = again.map(({ data }) => data!['submitCase'] as { id: string; duplicate: boolean });
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(sent.unknown.length + sent.acknowledged.size - afterCrash.size);
    expect(new Set(receipts.map(({ id }) => id))).toEqual(await kept());
    expect(await halfStored(world)).toEqual({});

    const entries = await entriesOf(world, 'nccia');
    expect(entries.size).toBe(receipts.length);
    await eventually(() => reader.ids().size === entries.size);
    expect(reader.ids()).toEqual(entries);
  }, 60_000);
});
