import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS } from '../contract/channels.js';
import { letCome, officer } from '../dataprotection/approving.js';
import { feedOf, follow, take } from '../world/hub/exits.js';
import { startHub, type Hub, type TopicMessage, type TopicReader } from '../world/hub.js';
import { caseDocument, envelope } from '../world/index.js';

const AGENCIES = ['fia', 'europol', 'frontex'];
const CHANNEL = CHANNELS.find(({ name }) => name === 'approvals')!;

let hub: Hub;
const topics = new Map<string, TopicReader>();
beforeAll(async () => {
  hub = await startHub({ kafka: true });
  for (const agency of AGENCIES) topics.set(agency, await hub.topics.read(agency, 'approvals'));
}, 90_000);
afterAll(() => hub?.stop());

async function asked(): Promise<string> {
  const { id } = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['europol', 'frontex'], onward: 'with-consent' }) }));
  return (await officer(hub, 'europol').onward(id, 'de-bka')).data.receipt.id;
}

/** Types of what an agency was told of a request, once there are so many. */
async function told(agency: string, request: string, count: number): Promise<TopicMessage[]> {
  const messages = await topics.get(agency)!.until((seen) => seen.filter(({ key }) => key === request).length >= count);
  return messages.filter(({ key }) => key === request);
}
const types = (messages: readonly TopicMessage[]) => messages.map(({ headers }) => headers['ce_type']);

describe('a request for approval is told on topics', () => {
  it('to whoever must answer, and what became of it to whoever asked; a line of each one\'s ledger names the event', async () => {
    const request = await asked();
    const [first] = await told('fia', request, 1);
    expect(first!.headers['ce_type']).toBe('approval.asked.v1');
    expect((await officer(hub, 'fia', 'o-2').answer(request, true)).data.receipt.state).toBe('agreed');
    const [last] = await told('europol', request, 1);
    expect([last!.headers['ce_type'], JSON.parse(String(last!.value))]).toEqual(['approval.answered.v1', expect.objectContaining({ request, state: 'agreed', askedBy: 'europol', answeredBy: 'fia' })]);
    for (const [agency, message] of [['fia', first], ['europol', last]] as const) {
      expect(await hub.ground.rows('select from audit.ledger where agency = $1 and $2::uuid = any (entries)', [agency, message!.headers['ce_id']])).toHaveLength(1);
    }
  });

  it('by the pull feed and by both subscriptions the same events, for whom the topic is too much, and the data-protection officer', async () => {
    const request = await asked();
    await officer(hub, 'europol').withdraw(request);
    const onTopic = (await told('fia', request, 2)).map(({ headers, value }) => [headers['ce_id'], headers['ce_type'], JSON.parse(String(value))]);
    const feed = await feedOf(hub, 'fia', null, 'approvals');
    expect(feed.filter(({ recordId }) => recordId === request).map(({ id, type, event }) => [id, type, event.data])).toEqual(onTopic);
    expect(await feedOf(hub, 'fia', feed.at(-1)!.cursor, 'approvals')).toEqual([]);
    for (const by of ['events', 'socket'] as const) {
      const events = follow(hub, by, 'fia', null, 'approvals');
      expect((await take(events, feed.length)).map(({ id }) => id)).toEqual(feed.map(({ id }) => id));
      await events.return(undefined);
    }
    const dpo = await hub.client.graphql('fia-dpo', { query: '{ deliveries(stream: "approvals", first: 100) { edges { node { id } } } }' });
    expect(dpo.data.deliveries.edges).toHaveLength(feed.length);
    expect((await feedOf(hub, 'frontex', null, 'approvals'))).toEqual([]);
  });

  it('with reminders, escalation and expiry as they come, in their order, in the form that is published, and to nobody else', async () => {
    const request = await asked();
    await letCome(hub, request, { remind_at: `array[now() - interval '1 hour']`, escalate_at: 'now()' });
    expect(types(await told('fia', request, 3))).toEqual(['approval.asked.v1', 'approval.reminded.v1', 'approval.escalated.v1']);
    await letCome(hub, request, { expires_at: 'now()' });
    expect(types(await told('fia', request, 4)).at(-1)).toBe('approval.expired.v1');
    expect(types(await told('europol', request, 1))).toEqual(['approval.expired.v1']);
    const withdrawn = await asked();
    await officer(hub, 'europol').withdraw(withdrawn);
    expect(types(await told('fia', withdrawn, 2))).toEqual(['approval.asked.v1', 'approval.withdrawn.v1']);
    const all = await topics.get('fia')!.until((seen) => seen.length > 5);
    for (const { headers, value } of all) {
      const [described] = CHANNEL.messages;
      expect([described!.headers(headers), described!.payload(JSON.parse(String(value))), described!.headers.errors, described!.payload.errors]).toEqual([true, true, null, null]);
    }
    expect(await hub.ground.rows(`select from delivery.entry where stream = 'approvals' and agency not in ('fia', 'europol')`)).toEqual([]);
  });
});
