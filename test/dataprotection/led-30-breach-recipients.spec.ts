import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS } from '../contract/channels.js';
import { feedOf } from '../world/hub/exits.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { MARKED_CASE } from '../world/marked-case.js';
import { caseFor, heldCase, known, noticesOf, protector, toldWholly, type Given, type Told } from './breaches/opened.js';

const MESSAGES = CHANNELS.find(({ name }) => name === 'protection')!.messages;

let ground: Ground;
const hubs = {} as Record<'one' | 'split', Hub>;
beforeAll(async () => {
  ground = await newGround(true);
  hubs.one = await startHub({ ground, kafka: true });
  hubs.split = await startHub({ ground, kafka: true, topology: 'split' });
}, 180_000);
afterAll(async () => {
  await Promise.all(Object.values(hubs).map((hub) => hub.stop()));
  await ground?.drop();
});

describe.each(['one', 'split'] as const)('who is told of a breach, LED art. 30(6): a hub in %s', (topology) => {
  const at = (client: string) => protector(hubs[topology], client);
  const opened = async (client: string, given: Given): Promise<string> => (await at(client).open({ ...known(), ...given })).data.openBreach.id;
  const toldBy = async (client: string, id: string): Promise<[string, number][]> => ((await at(client).breach(id)).told as Told[]).map(({ agency, records }) => [agency, records]);
  const of = (client: string, record: string, count = 1) => noticesOf(hubs[topology], client, record, count);
  const held = (readers: readonly string[], envelope: Given = {}) => heldCase(hubs[topology], readers, envelope);
  const nobodyElse = async (id: string, record: string, ...clients: string[]) => {
    await toldWholly(hubs[topology], id);
    for (const client of clients) expect([client, (await at(client).notices()).filter(({ records }) => records.includes(record))]).toEqual([client, []]);
  };

  it('whoever holds a copy, by the ledger: of the records that it holds, by their ids, with what art. 30(3) asks for as codes and no word of the register', async () => {
    const [first, second] = [await held(['nccia', 'europol']), await held(['nccia'])];
    const id = await opened('fia-dpo', { records: [first, second], consequences: ['loss-of-control'], measures: ['access-ended'], effects: 'Not known.' });
    const [notice] = await of('nccia', first);
    expect(notice).toMatchObject({ agency: 'fia', nature: ['confidentiality'], risk: 'risk', consequences: ['loss-of-control'], measures: ['access-ended'], contact: 'amanat@fia.example', records: [first, second].sort(), told: [] });
    expect((await of('europol', first))[0]!.records).toEqual([first]);
    expect(JSON.stringify([notice, await of('europol', first)])).not.toMatch(/login|Not known|"europol"|"nccia"/u);
    await nobodyElse(id, first, 'iom', 'de-bka', 'beoe', 'pta');
    await hubs[topology].ground.rows('select breaches.tell($1)', [id]); // a job that comes twice, as after a crash, tells nothing twice
    expect(await toldBy('fia-dpo', id)).toEqual([['europol', 1], ['nccia', 2]]);
  }, 60_000);

  it('on a topic of its own and in the feed of the data-protection officer, to the published form and under a line of its own', async () => {
    const hub = hubs[topology];
    const topic = await hub.topics.read('europol', 'protection');
    const record = await held(['europol']);
    await opened('fia-dpo', { records: [record] });
    const [notice] = await of('europol', record);
    const message = (await topic.until((seen) => seen.some(({ key }) => key === notice!.id))).find(({ key }) => key === notice!.id)!;
    const [described] = MESSAGES;
    expect([message.headers['ce_type'], described!.headers(message.headers), described!.payload(JSON.parse(message.value!)), described!.headers.errors, described!.payload.errors]).toEqual(['breach.notified.v1', true, true, null, null]);
    const entry = (await feedOf(hub, 'europol-dpo', null, 'protection')).find(({ recordId }) => recordId === notice!.id)!;
    expect(entry.event.data).toEqual(JSON.parse(message.value!));
    expect(entry.event.data).toMatchObject({ notice: notice!.id, agency: 'fia', records: [record], nature: ['confidentiality'] });
    await expect(feedOf(hub, 'europol', null, 'protection')).rejects.toThrow('STREAM_UNKNOWN');
    expect((await hub.ground.rows(`select from audit.ledger where agency = 'europol' and $1::uuid = any (entries)`, [entry.id])).length).toBeGreaterThan(0);
  }, 60_000);

  it('of another\'s record its originator alone, who passes it on to holders of its own; nobody learns from whom, and whose breach it was learns of no holder', async () => {
    const record = await held(['nccia', 'europol']);
    const id = await opened('europol-dpo', { records: [record] });
    const [notice] = await of('fia', record);
    expect(notice).toMatchObject({ agency: 'europol', records: [record] });
    await nobodyElse(id, record, 'nccia');
    expect((await at('fia').acknowledge(notice!.id, true)).data.acknowledgeBreach).toMatchObject({ passedOnAt: expect.any(String) });
    const [passed] = await of('nccia', record);
    expect(passed).toMatchObject({ agency: 'fia', contact: 'amanat@fia.example', records: [record] });
    expect(JSON.stringify(await hubs[topology].ground.rows('select data from delivery.entry_body where agency = $1 and data::text like $2', ['nccia', `%${record}%`]))).not.toContain('europol');
    await at('nccia').acknowledge(passed!.id);
    expect((await of('fia', record))[0]!.told).toMatchObject([{ agency: 'nccia', records: 1, acknowledgedAt: expect.any(String) }]);
    expect(await toldBy('europol-dpo', id)).toEqual([['fia', 1]]);
    expect((await at('nccia').acknowledge(passed!.id, true)).codes).toEqual(['ACTION_NOT_ALLOWED']); // it is not its own to pass on
  }, 60_000);

  it('that it took note is told to whoever told it, and to nobody else', async () => {
    const record = await held(['nccia', 'europol']);
    const id = await opened('fia-dpo', { records: [record] });
    const [notice] = await of('nccia', record);
    const { data, operation } = await at('nccia').acknowledge(notice!.id);
    expect((await at('nccia').acknowledge(notice!.id)).data).toEqual(data);
    expect(((await at('fia-dpo').breach(id)).told as Told[]).map(({ agency, acknowledgedAt }) => [agency, acknowledgedAt !== null])).toEqual([['europol', false], ['nccia', true]]);
    expect(JSON.stringify(await of('europol', record))).not.toContain('nccia');
    expect((await at('supervisor').breach(id, 'fia')).told).toBeNull();
    expect(await hubs[topology].ground.rows(`select agency, action from audit.ledger where operation_id = $1 and cardinality(records) > 0`, [operation])).toEqual([{ agency: 'nccia', action: 'acknowledge-breach' }]);
    for (const [client, one] of [['europol', notice!.id], ['fia', notice!.id], ['nccia', randomUUID()], ['nccia', 'x'], ['nccia', record]]) expect((await at(client!).acknowledge(one!)).codes).toEqual(['RECORD_NOT_FOUND']);
    for (const client of ['operator', 'supervisor']) expect((await at(client).acknowledge(notice!.id)).codes).toEqual(['ACTION_NOT_ALLOWED']);
  }, 60_000);

  it.each(['withdrawn', 'restricted', 'addressed to nobody'])('nobody of a record that it may not know any more, though it holds a copy: one that is %s', async (how) => {
    const { client } = hubs[topology];
    const record = await held(['nccia', 'europol']);
    if (how === 'withdrawn') await client.withdraw('fia', { id: record, version: 1 });
    else await client.amend('fia', { id: record, version: 1 }, how === 'restricted' ? caseFor(['nccia', 'europol'], { restricted: true }) : caseFor([]));
    const id = await opened('fia-dpo', { records: [record] });
    await nobodyElse(id, record, 'nccia', 'europol', 'iom');
    expect(await toldBy('fia-dpo', id)).toEqual([]);
  }, 60_000);

  it('whoever is given a copy later, or holds what is added later; and what is known later is told to who was told before', async () => {
    const hub = hubs[topology];
    const [first, second] = [await held(['nccia']), await held(['europol'])];
    const id = await opened('fia-dpo', { records: [first] });
    const [notice] = await of('nccia', first);
    await hub.client.amend('fia', { id: first, version: 1 }, caseFor(['nccia', 'iom']));
    await hub.client.graphql('iom', { query: MARKED_CASE, variables: { id: first } });
    expect((await of('iom', first))[0]).toMatchObject({ agency: 'fia', records: [first] });
    await at('fia-dpo').add(id, { records: [second], consequences: ['identity-theft-or-fraud'] });
    expect((await of('europol', second))[0]).toMatchObject({ records: [second], consequences: ['identity-theft-or-fraud'] });
    await eventually(async () => (await feedOf(hub, 'nccia-dpo', null, 'protection')).some(({ recordId, type }) => recordId === notice!.id && type === 'breach.supplemented.v1'), () => 'nothing more was told');
    expect(await of('nccia', first)).toMatchObject([{ id: notice!.id, consequences: ['identity-theft-or-fraud'] }]);
  }, 90_000);

  it('a client is told of records up to its clearance, the data-protection officer of all', async () => {
    const record = await held(['nccia'], { tlp: 'RED' });
    await opened('fia-dpo', { records: [record] });
    await of('nccia-dpo', record);
    await hubs[topology].ground.rows(`update directory.client set clearance = 3 where id = 'nccia'`);
    try {
      await eventually(async () => !(await at('nccia').notices()).some(({ records }) => records.includes(record)), () => 'a lower clearance is told of it');
      expect((await of('nccia-dpo', record))[0]!.records).toEqual([record]);
    } finally {
      await hubs[topology].ground.rows(`update directory.client set clearance = 4 where id = 'nccia'`);
    }
  }, 60_000);
});
