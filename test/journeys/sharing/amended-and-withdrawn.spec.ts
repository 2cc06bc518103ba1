import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf, type Delivery } from '../../world/hub/exits.js';
import { AMENDMENT, eventually, startHub, type Hub, type Receipt, type TopicReader } from '../../world/hub.js';
import { MARKED_CASE, markedCase } from '../../world/marked-case.js';
import type { Tree } from '../../world/index.js';

const RECIPIENTS = ['nccia', 'pta', 'iom'];
const ENVELOPE = { purposes: ['criminal-investigation', 'victim-protection', 'content-blocking'], recipients: RECIPIENTS };
const marked = (changes: Tree = {}, envelope: Tree = {}) => markedCase({ ...ENVELOPE, ...envelope }, changes);

let hub: Hub;
const topics = new Map<string, TopicReader>();
beforeAll(async () => {
  hub = await startHub({ kafka: true });
  for (const agency of RECIPIENTS) topics.set(agency, await hub.topics.read(agency, 'records'));
}, 90_000);
afterAll(() => hub?.stop());

const read = async (agency: string, id: string) => (await hub.client.graphql(agency, { query: MARKED_CASE, variables: { id } })).data.case;
const feed = async (agency: string, id: string): Promise<Delivery[]> => (await feedOf(hub, agency)).filter(({ recordId }) => recordId === id);
const told = async (agency: string, id: string) => (await feed(agency, id)).map(({ type, version }) => [type, version]);

/** What the topic has brought of a record, once it has brought `count` messages of it. */
async function sent(agency: string, id: string, count: number) {
  const messages = await topics.get(agency)!.until((seen) => seen.filter(({ key }) => key === id).length >= count);
  return messages.filter(({ key }) => key === id);
}

describe('a record that is amended', () => {
  const SUBMITTED = ['record.submitted.v1', 1];
  const amended = (version: number) => ['record.amended.v1', version];
  let receipt: Receipt;
  let asOfFirst: string;
  let current: Tree = {};

  beforeAll(async () => {
    receipt = await hub.client.submit('fia', 'case', marked());
    asOfFirst = (await read('pta', receipt.id)).asOf;
    const event = { summary: 'They were moved on.' };
    const method = { ...event, organisations: [{ ref: 'O1', name: 'Another front' }], suspects: [{ ref: 'S1', identity: { fullName: 'Arshad Invented' } }] };
    const witness = { ...method, witnesses: [{ ref: 'W1', identity: { fullName: 'Another Witness' } }] };
    for (current of [event, method, witness]) receipt = await hub.client.amend('fia', receipt, marked(current));
  });

  it('has for every observer as many versions as it saw changes, without a gap', async () => {
    expect(receipt.version).toBe(4);
    const versions = await Promise.all(['fia', ...RECIPIENTS].map(async (agency) => [agency, (await read(agency, receipt.id)).version]));
    expect(Object.fromEntries(versions)).toEqual({ fia: 4, nccia: 4, pta: 2, iom: 2 });
  });

  it('is announced to whoever sees what changed, and to nobody else', async () => {
    expect(await told('nccia', receipt.id)).toEqual([SUBMITTED, amended(2), amended(3), amended(4)]);
    expect(await told('iom', receipt.id)).toEqual([SUBMITTED, amended(2)]);
    expect(await told('pta', receipt.id)).toEqual([SUBMITTED, amended(2)]);
    expect(await told('europol', receipt.id)).toEqual([]);
  });

  it('goes to the topics in the same versions and the same order as to the feed, under the same event ids', async () => {
    for (const agency of RECIPIENTS) {
      const expected = (await feed(agency, receipt.id)).map(({ id, type, version }) => [id, type, String(version)]);
      const messages = await sent(agency, receipt.id, expected.length);
      expect(messages.map(({ headers }) => [headers['ce_id'], headers['ce_type'], headers['ce_recordversion']])).toEqual(expected);
    }
  });

  it('keeps its as-of date for an observer to whom nothing changed', async () => {
    const before = await read('pta', receipt.id);
    expect(before.asOf > asOfFirst).toBe(true);
    receipt = await hub.client.amend('fia', receipt, marked({ ...current, summary: 'Hidden from the regulator.' }));
    const after = await read('pta', receipt.id);
    expect([after.version, after.asOf]).toEqual([before.version, before.asOf]);
  });

  it('is refused to whoever names another version than the one there is, and to everyone but its originator', async () => {
    const asked = (version: number) => ({ query: AMENDMENT, variables: { id: receipt.id, version, document: marked(), key: `late ${version}` } });
    expect((await hub.client.graphql('fia', asked(receipt.version - 1))).codes).toEqual(['VERSION_CONFLICT']);
    expect((await hub.client.graphql('nccia', asked(receipt.version))).codes).toEqual(['RECORD_NOT_FOUND']);
  });

  it('is taken from a recipient that is no longer one, who is told so and no more', async () => {
    const before = (await told('iom', receipt.id)).length;
    receipt = await hub.client.amend('fia', receipt, marked(current, { recipients: ['nccia', 'pta'] }));
    expect(await read('iom', receipt.id)).toBeNull();
    const after = await told('iom', receipt.id);
    expect(after).toHaveLength(before + 1);
    expect(after.every(([type]) => type === 'record.withdrawn.v1')).toBe(true);
    expect((await sent('iom', receipt.id, before + 1)).at(-1)).toMatchObject({ value: null, headers: { ce_type: 'record.withdrawn.v1' } });
    expect((await read('nccia', receipt.id)).version).toBeGreaterThan(4);
  });
});

describe('a record that is withdrawn', () => {
  let receipt: Receipt;
  let last: Receipt;

  beforeAll(async () => {
    receipt = await hub.client.submit('fia', 'case', marked());
    for (const agency of RECIPIENTS) await sent(agency, receipt.id, 1);
    last = await hub.client.withdraw('fia', receipt);
  });

  it('is gone for every recipient, by id and from lists, and there for its originator', async () => {
    for (const agency of RECIPIENTS) expect(await read(agency, receipt.id)).toBeNull();
    const { data } = await hub.client.graphql('nccia', { query: '{ cases(first: 100) { edges { node { id } } } }' });
    expect(JSON.stringify(data)).not.toContain(receipt.id);
    expect(await read('fia', receipt.id)).toMatchObject({ id: receipt.id, version: 2 });
    expect(last).toMatchObject({ version: 2, duplicate: false });
  });

  it.each(RECIPIENTS)('leaves a tombstone for %s on its records topic, and a recall that says what is owed', async (agency) => {
    const [, tombstone] = await sent(agency, receipt.id, 2);
    expect(tombstone).toMatchObject({ key: receipt.id, value: null, headers: { ce_type: 'record.withdrawn.v1', ce_subject: receipt.id } });
    const recalls = await hub.topics.read(agency, 'recalls');
    const [recall] = (await recalls.until((seen) => seen.some(({ key }) => key === receipt.id))).filter(({ key }) => key === receipt.id);
    expect(recall!.headers['ce_id']).toBe(tombstone!.headers['ce_id']);
    expect(JSON.parse(recall!.value!)).toMatchObject({ id: receipt.id, kind: 'case', obligation: expect.stringContaining('delete') });
  });

  it('is nothing but tombstones for whoever reads the feed again from its start', async () => {
    const again = await feed('nccia', receipt.id);
    expect(again.map(({ type }) => type)).toEqual(['record.withdrawn.v1', 'record.withdrawn.v1']);
    expect(again.every(({ event }) => event.data === undefined)).toBe(true);
  });

  it('is neither amended nor withdrawn again', async () => {
    const variables = { id: receipt.id, version: 2, document: marked(), key: 'too late' };
    expect((await hub.client.graphql('fia', { query: AMENDMENT, variables })).codes).toEqual(['RECORD_NOT_FOUND']);
    await expect(hub.client.withdraw('fia', last)).rejects.toThrow('RECORD_NOT_FOUND');
  });
});

describe('what is handed in over a topic', () => {
  const handIn = (type: string, data: unknown, mode: 'binary' | 'structured') =>
    hub.topics.handIn('fia', { attributes: { type, kind: 'case' }, data, mode });

  it('is submitted, amended and withdrawn as by the API, structured or binary', async () => {
    const before = new Set((await feedOf(hub, 'nccia')).map(({ recordId }) => recordId));
    const fresh = async () => (await feedOf(hub, 'nccia')).filter(({ recordId }) => !before.has(recordId));
    await handIn('record.submitted.v1', marked(), 'structured');
    await eventually(async () => (await fresh()).length === 1);
    const [{ recordId: id } = { recordId: '' }] = await fresh();
    await handIn('record.amended.v1', { id, version: 1, record: marked({ summary: 'By topic.' }) }, 'binary');
    await eventually(async () => (await read('nccia', id)).summary === 'By topic.');
    await handIn('record.withdrawn.v1', { id, version: 2, reason: 'Handed in by mistake.' }, 'structured');
    await eventually(async () => (await read('nccia', id)) === null);
    expect((await fresh()).map(({ type, recordId }) => [type, recordId])).toEqual(Array(3).fill(['record.withdrawn.v1', id]));
  });
});
