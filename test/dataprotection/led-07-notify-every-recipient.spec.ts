import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { MARKED_CASE, markedCase } from '../world/marked-case.js';
import { startProcess } from '../world/hub/hub-process.js';
import { askDuties, askMade, dutiesOf, historyOf, recallsFeed, toldOf, watchPassed } from './recalls/told.js';

/** The telecom authority has no stream: what it has of others' records it has by reading. */
const READER = 'pta';
const document = (recipients: readonly string[] = ['nccia', READER]) => markedCase({ purposes: ['criminal-investigation', 'victim-protection', 'content-blocking'], recipients });

let ground: Ground;
let hub: Hub;
afterAll(() => ground?.drop());

const read = async (client: string, id: string) => (await hub.client.graphql(client, { query: MARKED_CASE, variables: { id } })).data.case;
const holders = async (id: string) => (await historyOf(hub, 'fia', id)).flatMap((recall) => recall.holders.map(({ agency }) => agency));

describe.each(['one', 'split'] as const)('a record that is withdrawn, LED art. 7(3), by a hub of %s', (topology) => {
  beforeAll(async () => {
    await ground?.drop();
    ground = await newGround(true);
    await ground.rows('delete from directory.stream where agency = $1', [READER]);
    await ground.rows(`update directory.client set rights = '{free-form-queries}' where id = 'fia-desk'`);
    hub = await startHub({ ground, kafka: true, topology });
  }, 120_000);
  afterAll(() => hub?.stop());

  it('is recalled from whoever had it by topic and from whoever only read it a moment before', async () => {
    const receipt = await hub.client.submit('fia', 'case', document());
    await eventually(async () => (await ground.rows(`select from audit.ledger where agency = 'nccia' and action = 'deliver' and $1 = any (records)`, [receipt.id])).length > 0, () => 'not delivered');
    expect(await read(READER, receipt.id)).toMatchObject({ id: receipt.id });
    await hub.client.withdraw('fia', receipt);
    for (const client of ['nccia', READER]) {
      const [duty] = await toldOf(hub, client, receipt.id);
      expect(duty).toMatchObject({ record: receipt.id, kind: 'case', act: 'withdrawn', status: 'open', outcome: null });
      expect(Date.parse(duty!.deadline) - Date.parse(duty!.at)).toBeGreaterThanOrEqual(72 * 3_600_000);
    }
    expect(await historyOf(hub, 'fia', receipt.id)).toMatchObject([{ act: 'withdrawn', version: 2, holders: [{ agency: 'nccia', status: 'open' }, { agency: READER, status: 'open' }] }]);
  }, 60_000);

  it('is told on the recalls topic and by the feed in the same events, with codes and dates and nothing else', async () => {
    const receipt = await hub.client.submit('fia', 'case', document([READER]));
    await read(READER, receipt.id);
    await hub.client.withdraw('fia', receipt);
    const [duty] = await toldOf(hub, READER, receipt.id);
    const topic = await hub.topics.read(READER, 'recalls');
    const ofIt = (seen: typeof topic.messages) => seen.filter(({ key, headers }) => key === receipt.id && headers['ce_type'] === 'recall.opened.v1');
    const [message] = ofIt(await topic.until((seen) => ofIt(seen).length > 0));
    const fed = await recallsFeed(hub, READER, receipt.id);
    expect(fed.map(({ id, type }) => [id, type])).toEqual([[message!.headers['ce_id'], 'recall.opened.v1']]);
    expect(JSON.parse(message!.value!)).toEqual({ recall: duty!.id, record: receipt.id, kind: 'case', act: 'withdrawn', at: duty!.at, deadline: duty!.deadline });
    expect(fed[0]!.event.data).toEqual(JSON.parse(message!.value!));
    const lines = await ground.rows<{ client: string }>('select distinct client from audit.ledger where agency = $1 and $2 = any (entries) order by 1', [READER, fed[0]!.id]);
    expect(lines).toEqual([{ client: READER }, { client: 'topic' }]);
    for (const told of [JSON.stringify(message), JSON.stringify(fed.map(({ event }) => event))]) for (const hidden of ['Handed in by mistake', 'nccia', 'Zz', 'recordversion']) expect(told).not.toContain(hidden);
  }, 60_000);

  it('is recalled from everyone to whom it was shown while it was being withdrawn, and from nobody to whom it was not', async () => {
    const receipts = await Promise.all(Array.from({ length: 12 }, () => hub.client.submit('fia', 'case', document([READER]))));
    const shown = await Promise.all(receipts.map(async (receipt, nth) => {
      const before = nth % 3 === 0 ? [] : [read(READER, receipt.id)];
      const [, ...answers] = await Promise.all([hub.client.withdraw('fia', receipt), ...before, read(READER, receipt.id)]);
      return answers.some((answer) => answer !== null);
    }));
    await watchPassed(hub);
    for (const [nth, { id }] of receipts.entries()) await eventually(async () => (await holders(id)).includes(READER) === shown[nth], () => `record ${nth} was ${shown[nth] ? '' : 'not '}shown`);
  }, 90_000);

  it('is not told to whoever asked and was refused, nor to whoever never asked', async () => {
    const receipt = await hub.client.submit('fia', 'case', document(['nccia']));
    expect(await read('beoe', receipt.id)).toBeNull();
    await read('nccia', receipt.id);
    await hub.client.withdraw('fia', receipt);
    await toldOf(hub, 'nccia', receipt.id);
    expect(await read('nccia', receipt.id)).toBeNull();
    await watchPassed(hub);
    expect(await holders(receipt.id)).toEqual(['nccia']);
    for (const client of ['beoe', 'europol']) {
      expect([await dutiesOf(hub, client, receipt.id), await recallsFeed(hub, client, receipt.id)]).toEqual([[], []]);
      expect((await askMade(hub, client, { record: receipt.id })).codes).toEqual(['RECORD_NOT_FOUND']);
    }
  }, 60_000);

  it('is recalled from an agency that is a recipient no more, and that alone, when the originator says so in an amendment', async () => {
    const receipt = await hub.client.submit('fia', 'case', document());
    for (const client of ['nccia', READER]) await read(client, receipt.id);
    await hub.client.amend('fia', receipt, document(['nccia']));
    await toldOf(hub, READER, receipt.id);
    await watchPassed(hub);
    expect(await historyOf(hub, 'fia', receipt.id)).toMatchObject([{ act: 'withdrawn', holders: [{ agency: READER }] }]);
    expect(await read('nccia', receipt.id)).not.toBeNull();
  }, 60_000);

  it('has its recalls told to the data-protection officers of both sides, and to nobody who is neither', async () => {
    const receipt = await hub.client.submit('fia', 'case', document(['nccia']));
    await read('nccia', receipt.id);
    await hub.client.withdraw('fia', receipt);
    await toldOf(hub, 'nccia-dpo', receipt.id);
    expect(await historyOf(hub, 'fia-dpo', receipt.id)).toHaveLength(1);
    expect(await dutiesOf(hub, 'fia-dpo', receipt.id)).toEqual([]);
    for (const client of ['operator', 'supervisor']) {
      expect((await askDuties(hub, client)).codes).toEqual(['ACTION_NOT_ALLOWED']);
      expect((await askMade(hub, client)).codes).toEqual(['ACTION_NOT_ALLOWED']);
    }
    const feed = '{ deliveries(stream: "recalls") { edges { node { recordId } } } }';
    await eventually(async () => (await hub.client.graphql('nccia-dpo', { query: feed })).text.includes(receipt.id), () => 'the feed did not show it'); // entries show once no older transaction of the server is open
    expect((await hub.client.graphql('fia-desk', { query: feed })).codes).toEqual(['ACTION_NOT_ALLOWED']); // cleared for less than its agency
    for (const client of ['nccia', 'nccia-dpo', 'europol-dpo']) expect((await askMade(hub, client, { record: receipt.id })).codes).toEqual(['RECORD_NOT_FOUND']);
  }, 60_000);

  it('reaches its holders though the hub is killed right after it, once, also with two workers', async () => {
    const receipt = await hub.client.submit('fia', 'case', document());
    await read(READER, receipt.id);
    await hub.client.withdraw('fia', receipt);
    await hub.topics.close();
    await hub.kill();
    hub = await startHub({ ground, kafka: true, topology });
    const second = await startProcess('worker', ground.environment);
    await toldOf(hub, READER, receipt.id);
    await watchPassed(hub);
    const told = await ground.rows<{ agency: string; told: string }>(`select agency, count(*) as told from delivery.entry where record_id = $1 and type = 'recall.opened.v1' group by agency order by agency`, [receipt.id]);
    expect(told.find(({ agency }) => agency === READER)).toEqual({ agency: READER, told: '1' });
    expect(told.every((one) => one.told === '1')).toBe(true);
    await second.stop();
  }, 120_000);

  it('is known from the ledger alone: whoever holds copies is found again, and is not forgotten with a dropped period', async () => {
    await watchPassed(hub);
    const copies = () => ground.rows('select record_id, agency, classes, first_at from recalls.copy order by record_id, agency');
    const before = await copies();
    expect(before.length).toBeGreaterThan(10);
    await ground.rows('delete from recalls.copy');
    await ground.rows('delete from recalls.place');
    await eventually(async () => JSON.stringify(await copies()) === JSON.stringify(before), () => 'other copies than before');
    await ground.rows(`update audit.tree set dropped_at = now()`);
    await ground.rows('delete from recalls.place');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await copies()).toEqual(before);
    await ground.rows('update audit.tree set dropped_at = null');
  }, 60_000);
});
