import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { MARKED_CASE, markedCase } from '../world/marked-case.js';
import { askConfirm, askDuties, historyOf, recallsFeed, toldOf, type Duty } from './recalls/told.js';

/** Has no stream at all, and so none for alerts. */
const READER = 'pta';

let ground: Ground;
let hub: Hub;
beforeAll(async () => {
  ground = await newGround(true);
  await ground.rows('delete from directory.stream where agency = $1', [READER]);
  hub = await startHub({ ground, kafka: true });
}, 120_000);
afterAll(async () => {
  await hub?.stop();
  await ground?.drop();
});

/** A withdrawn case of which both have a copy, as each is told of it. */
async function recalled(): Promise<Duty> {
  const receipt = await hub.client.submit('fia', 'case', markedCase({ purposes: ['criminal-investigation', 'content-blocking'], recipients: ['nccia', READER] }));
  for (const client of ['nccia', READER]) await hub.client.graphql(client, { query: MARKED_CASE, variables: { id: receipt.id } });
  await hub.client.withdraw('fia', receipt);
  await toldOf(hub, READER, receipt.id);
  return (await toldOf(hub, 'nccia', receipt.id))[0]!;
}

/** Lets the clock be so many hours later for one recall, or earlier. */
const later = (id: string, hours: number) => ground.rows(`update recalls.holder set remind_at = remind_at - $2 * interval '1 hour', deadline_at = deadline_at - $2 * interval '1 hour' where recall = $1`, [id, hours]);
const entries = async (record: string) => (await ground.rows<{ told: string }>(`select concat_ws(' ', agency, stream, type) as told from delivery.entry where record_id = $1 and type like 'recall.%' and type <> 'recall.opened.v1' order by 1`, [record])).map(({ told }) => told);
const until = (record: string, count: number) => eventually(async () => (await entries(record)).length >= count, () => 'nothing was told');
const aTurnLater = () => new Promise((resolve) => setTimeout(resolve, 2_500));

const REMINDED = ['nccia recalls recall.due.v1', `${READER} recalls recall.due.v1`];
const ALERTED = ['fia alerts recall.overdue.v1', 'fia alerts recall.overdue.v1', 'nccia alerts recall.overdue.v1', `${READER} recalls recall.overdue.v1`];

describe('a recall that is not confirmed, LED art. 7(3), 16(6)', () => {
  it('is called to mind of its holders before it is due, and of nobody else', async () => {
    const duty = await recalled();
    await later(duty.id, 49);
    await until(duty.record, 2);
    await aTurnLater();
    expect(await entries(duty.record)).toEqual(REMINDED);
    expect((await recallsFeed(hub, READER, duty.record)).map(({ type }) => type)).toEqual(['recall.opened.v1', 'recall.due.v1']);
  }, 60_000);

  it('is an alert to holder and originator when it is overdue, on the streams on which they are alerted; the originator is told whose it is', async () => {
    const duty = await recalled();
    await later(duty.id, 49);
    await until(duty.record, 2);
    await later(duty.id, 24);
    await until(duty.record, 6);
    expect(await entries(duty.record)).toEqual([...ALERTED, ...REMINDED].sort());
    const alerts = async (client: string) => (await feedOf(hub, client, null, 'alerts')).filter(({ recordId }) => recordId === duty.record);
    expect((await alerts('fia')).map(({ event }) => event.data.agency).sort()).toEqual(['nccia', READER]);
    expect((await alerts('nccia')).map(({ type, event }) => [type, Object.keys(event.data).sort()])).toEqual([['recall.overdue.v1', ['act', 'at', 'deadline', 'kind', 'recall', 'record']]]);
    const topic = await hub.topics.read('fia', 'alerts');
    const sent = await topic.until((seen) => seen.filter(({ key }) => key === duty.record).length === 2);
    expect(new Set(sent.filter(({ key }) => key === duty.record).map(({ headers }) => headers['ce_id']))).toEqual(new Set((await alerts('fia')).map(({ id }) => id)));
    expect((await askDuties(hub, 'nccia', { status: 'overdue' })).data.recalls.edges.map(({ node }: { node: Duty }) => node.id)).toContain(duty.id);
    expect((await historyOf(hub, 'fia', duty.record))[0]!.holders.every(({ status, alertedAt }) => status === 'overdue' && alertedAt !== null)).toBe(true);
  }, 60_000);

  it('is not called to mind of whoever has confirmed it', async () => {
    const duty = await recalled();
    await askConfirm(hub, 'nccia', { id: duty.id, outcome: 'erased' });
    await later(duty.id, 100);
    await until(duty.record, 3);
    await aTurnLater();
    expect((await entries(duty.record)).filter((told) => !told.startsWith(READER))).toEqual(['fia alerts recall.overdue.v1']);
  }, 60_000);

  it('is told once, whichever way the clock jumps and however often the hub is killed', async () => {
    const duty = await recalled();
    await later(duty.id, 1_000); // past reminder and deadline at once
    await until(duty.record, 6);
    await hub.topics.close();
    await hub.kill();
    await later(duty.id, -1_000);
    hub = await startHub({ ground, kafka: true });
    await aTurnLater();
    await later(duty.id, 1_000);
    await aTurnLater();
    expect(await entries(duty.record)).toEqual([...ALERTED, ...REMINDED].sort());
  }, 90_000);

  it('leaves nothing out that came due while no hub was there', async () => {
    const duty = await recalled();
    await hub.topics.close();
    await hub.kill();
    await later(duty.id, 80);
    hub = await startHub({ ground, kafka: true });
    await until(duty.record, 6);
    expect(await entries(duty.record)).toEqual([...ALERTED, ...REMINDED].sort());
  }, 90_000);
});
