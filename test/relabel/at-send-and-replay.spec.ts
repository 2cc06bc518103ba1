import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../faults/stage/eventually.js';
import { HubProcess } from '../faults/stage/hub-process.js';
import { TopicReader } from '../faults/stage/topic-reader.js';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { caseDocument, envelope, openWorld, type Tree, type World } from '../world/index.js';
import { founded, joined, left, newAgency, relabelled, TASK_FORCE } from './stage.js';

const topicPrefix = freshTopicPrefix();
let world: World;
let worker: HubProcess;
let reader: TopicReader | undefined;

beforeAll(async () => {
  world = await openWorld();
  await founded(world);
  worker = await HubProcess.of({ app: 'worker', databaseUrl: world.url, kafka: { ...brokerLogin('hub'), topicPrefix } });
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await worker?.close();
  await world?.close();
});

const documentFor = (summary: string, label: Tree) => caseDocument({ summary, envelope: envelope(label) });
const submit = (summary: string, label: Tree) => world.submit('fia', 'case', documentFor(summary, label));

/** Entries show once no older transaction of the whole server is open, and other tests share the server. */
const allShow = () => eventually(async () => (await world.rows('select from delivery.entry where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1')).length === 0);

/** The feed of nccia from its beginning: for each entry of the record its type, its version and what it says happened. */
async function replay(id: string): Promise<string[]> {
  await allShow();
  const { deliveries } = await world.house.feed.page(world.caller('nccia'), 'records', null, 100);
  return deliveries.filter(({ recordId }) => recordId === id)
    .map(({ event, version }) => `${version} ${(event as { data?: { summary?: string } }).data?.summary ?? 'tombstone'}`);
}

describe('a replay from the beginning', () => {
  it('renders every version under the rules of today: as it was, as a tombstone after a narrowing, and as it was again', async () => {
    await joined(world, 'nccia');
    const { id } = await submit('first', { recipients: [TASK_FORCE] });
    await world.amend('fia', 'case', { id, version: 1 }, documentFor('second', { recipients: [TASK_FORCE] }));
    expect(await replay(id)).toEqual(['1 first', '2 second']);
    await left(world, 'nccia');
    expect(await replay(id)).toEqual(['0 tombstone', '0 tombstone']);
    await relabelled(world);
    expect(await replay(id)).toEqual(['0 tombstone', '0 tombstone', '0 tombstone']);
    await joined(world, 'nccia');
    await relabelled(world);
    const versions = (await replay(id)).map((one) => Number(one.split(' ')[0]));
    expect((await replay(id)).map((one) => one.split(' ')[1])).toEqual(['first', 'second', 'second', 'second']);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
  });

  it('shows an agency that joined later the version there is, and nothing from before it was sent anything', async () => {
    const { id } = await submit('first', { recipients: ['police-sindh'], tlp: 'AMBER' });
    await world.amend('fia', 'case', { id, version: 1 }, documentFor('second', { recipients: ['police-sindh'], tlp: 'AMBER' }));
    await newAgency(world);
    await relabelled(world);
    await allShow();
    const { deliveries } = await world.house.feed.page(world.caller('police-sindh'), 'records', null, 100);
    const told = deliveries.filter(({ recordId }) => recordId === id);
    expect(told.map(({ type, version, event }) => [type, version, (event as { data: { summary: string } }).data.summary])).toEqual([['record.submitted.v1', 1, 'second']]);
  });
});

describe('between writing and sending', () => {
  it('whatever narrows is felt: a tombstone leaves, and never what was written; and the worker itself tells members that join', async () => {
    await joined(world, 'nccia');
    await relabelled(world);
    const kept = await submit('kept', { recipients: ['nccia'] });
    const restricted = await submit('restricted', { recipients: ['nccia'] });
    const withdrawn = await submit('withdrawn', { recipients: ['nccia'] });
    const expired = await submit('expired', { recipients: ['nccia'] });
    const lost = await submit('lost', { recipients: [TASK_FORCE] });
    await world.amend('fia', 'case', restricted, documentFor('restricted', { recipients: ['nccia'], restricted: true }));
    await world.withdraw('fia', 'case', withdrawn);
    await world.rows('update records.record set erase_at = now() where id = $1', [expired.id]);
    await left(world, 'nccia');
    await worker.start();
    reader = new TopicReader(brokerLogin('nccia'), topicPrefix, 'nccia', 'records');
    const of = (id: string) => reader!.messages.filter(({ headers }) => String(headers['ce_subject']) === id);
    await eventually(() => [kept, restricted, withdrawn, expired, lost].every(({ id }) => of(id).length > 0), 20_000, 'every record of the topic');
    expect(of(kept.id).map(({ value }) => JSON.parse(String(value)).summary)).toEqual(['kept']);
    for (const { id } of [restricted, withdrawn, expired, lost]) expect(of(id).every(({ value }) => value === null || value.length === 0)).toBe(true);

    await eventually(async () => (await world.rows(`select from delivery.entry where record_id = $1 and type = 'record.withdrawn.v1'`, [lost.id])).length > 0, 20_000, 'the recall');
    await joined(world, 'nccia');
    await eventually(() => of(lost.id).some(({ value }) => value !== null && value.length > 0), 20_000, 'the record of the task force');
    expect(await worker.metric('amanat_relabel_walked')).toBeGreaterThan(0);
  }, 60_000);
});
