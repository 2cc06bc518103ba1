import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope } from '../../world/index.js';
import { feedOf, follow, take, type Delivery } from '../../world/hub/exits.js';
import { eventually, startHub, type Hub, type StreamEvent } from '../../world/hub.js';

const PROTOCOLS = [['server-sent events', 'events'], ['websocket', 'socket']] as const;
const forNccia = () => caseDocument({ envelope: envelope({ recipients: ['nccia'] }) });

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 90_000);
afterAll(() => hub?.stop());

async function submitSome(count: number): Promise<string[]> {
  const receipts = await Promise.all(Array.from({ length: count }, () => hub.client.submit('fia', 'case', forNccia())));
  return receipts.map(({ id }) => id);
}

/** The last result of a subscription that the hub ends: the codes that say why. */
async function endOf(events: AsyncGenerator<StreamEvent>): Promise<string[]> {
  let last: StreamEvent = {};
  for await (const event of events) last = event;
  return (last.errors ?? []).map(({ extensions }) => extensions.code);
}

describe.each(PROTOCOLS)('a subscription by %s', (_name, by) => {
  it('brings what is there and then what comes, in the order of the feed', async () => {
    await submitSome(2);
    const events = follow(hub, by, 'nccia');
    const before = await take(events, (await feedOf(hub, 'nccia')).length);
    const [coming] = await Promise.all([take(events, 3), submitSome(3)]);
    await events.return(undefined);
    expect([...before, ...coming]).toEqual(await feedOf(hub, 'nccia'));
  });

  it('goes on from a cursor without loss or repetition, however often it breaks off while records come in', async () => {
    const start = (await feedOf(hub, 'nccia')).at(-1)?.cursor ?? null;
    const writing = (async () => { for (let round = 0; round < 6; round += 1) await submitSome(5); })();
    const seen: Delivery[] = [];
    for (const count of [1, 4, 7, 2, 9, 7]) {
      const events = follow(hub, by, 'nccia', seen.at(-1)?.cursor ?? start);
      seen.push(...await take(events, count));
      await events.return(undefined);
    }
    await writing;
    const whole = await feedOf(hub, 'nccia', start);
    expect(seen.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(new Set(seen.map(({ recordId }) => recordId)).size).toBe(30);
  });
});

describe('a cursor', () => {
  it.each(['europol', 'de-bka'])('of another agency is refused to %s', async (agency) => {
    await submitSome(1);
    const [{ cursor } = { cursor: '' }] = await feedOf(hub, 'nccia');
    await expect(feedOf(hub, agency, cursor)).rejects.toThrow('CURSOR_INVALID');
    expect(await endOf(follow(hub, 'socket', agency, cursor))).toEqual(['CURSOR_INVALID']);
    await expect(endOf(follow(hub, 'events', agency, cursor))).rejects.toThrow('CURSOR_INVALID');
  });

  it.each(['', 'AAAA', 'not a cursor'])('that the hub never gave (%p) is refused', async (cursor) => {
    await expect(feedOf(hub, 'nccia', cursor)).rejects.toThrow('CURSOR_INVALID');
  });

  it('of one stream does not serve for another', async () => {
    const [{ cursor } = { cursor: '' }] = await feedOf(hub, 'nccia');
    await expect(feedOf(hub, 'nccia', cursor, 'alerts')).rejects.toThrow('CURSOR_INVALID');
  });

  it('of nobody\'s stream is of no stream at all', async () => {
    await expect(feedOf(hub, 'nccia', null, 'nowhere')).rejects.toThrow('STREAM_UNKNOWN');
  });
});

describe('a subscription ends', () => {
  beforeEach(() => submitSome(1));

  it.each(PROTOCOLS)('by %s, with the reason, when its client is given other rights', async (_name, by) => {
    const events = follow(hub, by, 'nccia');
    await take(events, 1);
    await hub.ground.rows(`update directory.client set clearance = 3 where id = 'nccia'`);
    expect(await endOf(events)).toEqual(['CALLER_CHANGED']);
    await hub.ground.rows(`update directory.client set clearance = 4 where id = 'nccia'`);
    await eventually(async () => (await hub.client.graphql('nccia', { query: '{ me { clearance } }' })).data.me.clearance === 'RED');
  });

  it('with the reason, when its client is no longer enrolled', async () => {
    await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ recipients: ['police-punjab'] }) }));
    const events = follow(hub, 'events', 'police-punjab');
    await take(events, 1);
    await hub.ground.rows(`delete from directory.client where id = 'police-punjab'`);
    expect(await endOf(events)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a client that may see less than a stream carries', () => {
  it('does not read it: the entries themselves tell what changed', async () => {
    for (const stream of ['records', 'alerts']) await expect(feedOf(hub, 'fia-dpo', null, stream)).rejects.toThrow('ACTION_NOT_ALLOWED');
  });
});
