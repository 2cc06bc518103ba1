import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeCloudEvent, Topics, type OutgoingMessage } from '#libs/kafka';
import { AskApproval } from '#libs/approvals';
import { reject, Relay } from '#libs/delivery';
import { callerFacts } from '#libs/disclosure';
import { loadDemoWorld } from '../../apps/assembly/demo/demo-world.js';
import { caseDocument, openWorld, type World } from '../world/index.js';
import { openAndTell } from '../dataprotection/breaches/told.js';
import { followCopies } from '../dataprotection/recalls/followed.js';
import { CHANNELS, isEvent, isRecall } from './channels.js';

interface Sent {
  readonly topic: string;
  readonly message: OutgoingMessage;
}

const sent: Sent[] = [];
let world: World;

/** Everything that the relay hands to the broker for the whole demo world, with its recalls, all overdue, one rejection, one request for approval, one deadline, one odd look-up and one breach. */
beforeAll(async () => {
  world = await openWorld({ poolSize: 10 });
  const { house } = world;
  await loadDemoWorld(house);
  await reject(house.database, {
    agency: 'fia', id: house.keeping.source.ids.next(), eventId: 'urn:amanat:agency:fia#1',
    issues: [{ code: 'CODE_UNKNOWN', field: 'status', rule: 'code list case-status', message: 'There is no such code.' }],
  });
  const asker = world.caller('europol');
  const claim = { caller: callerFacts(asker), key: 'approval', content: Buffer.from('asked') };
  await new AskApproval(house.database, house.keeping.source.ids).run('europol', claim, { procedure: 'onward-sharing', answeredBy: 'fia', record: house.keeping.source.ids.next(), terms: { to: 'de-bka' } });
  const deadline = house.keeping.source.ids.next();
  await world.rows(`select approvals.lay_deadline('fia', $1, 'breach-notification', $1, now() - interval '2 hours', now() - interval '1 hour', now() + interval '1 hour')`, [deadline]);
  await world.rows('select approvals.attend_deadline($1)', [deadline]);
  const finding = { id: house.keeping.source.ids.next(), officer: 'o-9', rule: 'odd-hours', reason: 'By night.', lines: [], at: new Date().toISOString() };
  await world.rows(`select insider.keep('fia', '2026-11', 0, current_date, '[]', $1)`, [JSON.stringify([finding])]);
  const collect = async (batches: readonly { topic: string; messages: readonly OutgoingMessage[] }[]) => {
    for (const { topic, messages } of batches) sent.push(...messages.map((message) => ({ topic, message })));
  };
  const relay = new Relay(house.database, house.disclosure, house.directory, { producer: { sendAll: collect }, topics: new Topics() });
  while ((await relay.pass()) > 0);
  const held = await world.submit('fia', 'case', caseDocument());
  await world.find.one(world.caller('nccia'), 'case', held.id);
  await world.withdraw('fia', 'case', held);
  const breached = await world.submit('fia', 'case', caseDocument());
  await world.find.one(world.caller('nccia'), 'case', breached.id);
  await followCopies(world);
  const breach = await openAndTell(world, 'fia', [breached.id]);
  await world.rows(`update breaches.breach set required = '{"required": true, "ground": null, "at": "2026-11-28T00:00:00.000Z"}' where id = $1`, [breach]);
  while ((await relay.pass()) > 0);
}, 120_000);
afterAll(() => world?.close());

function judged({ topic, message }: Sent): { channel: string; as: string; problems: unknown[] } {
  const channel = CHANNELS.find(({ pattern }) => pattern.test(topic));
  const payload: unknown = message.value === null ? null : JSON.parse(String(message.value));
  const attempts = (channel?.messages ?? []).map((kind) => ({
    as: kind.name, problems: [...(kind.headers(message.headers) ? [] : kind.headers.errors!), ...(kind.payload(payload) ? [] : kind.payload.errors!)],
  }));
  const best = attempts.sort((a, b) => a.problems.length - b.problems.length)[0] ?? { as: 'nothing', problems: ['no channel has this topic'] };
  return { channel: channel?.name ?? topic, ...best };
}

describe('what the demo world gives to its agencies', () => {
  it('goes to topics and in forms that asyncapi.yaml describes, every message of it', () => {
    expect(sent.length).toBeGreaterThan(500);
    const wrong = sent.map((one) => ({ topic: one.topic, headers: one.message.headers, ...judged(one) })).filter(({ problems }) => problems.length > 0);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(wrong).toHaveLength(0);
  });

  it('uses every form that asyncapi.yaml describes for the way out', () => {
    const outbound = CHANNELS.filter(({ name }) => name !== 'submissions').flatMap(({ messages }) => messages.map(({ name }) => name));
    expect([...new Set(sent.map((one) => judged(one).as))].sort()).toEqual([...new Set(outbound)].sort());
    const kinds = sent.filter(({ message }) => message.value !== null).map(({ message }) => String(message.headers['ce_kind'] ?? 'rejection'));
    expect([...new Set(kinds)].sort()).toEqual(['alert', 'approval', 'breach', 'case', 'deadline', 'incident', 'odd-look-up', 'rejection']);
  });

  it('is CloudEvents 1.0: attribute names of lower-case letters and digits, an id once per source, a time', () => {
    const seen = new Map<string, string>();
    for (const { topic, message } of sent) {
      const names = Object.keys(message.headers).filter((name) => name.startsWith('ce_')).map((name) => name.slice(3));
      expect(names.filter((name) => !/^[a-z0-9]{1,20}$/u.test(name))).toEqual([]);
      const { attributes } = decodeCloudEvent({ value: message.value === null ? null : Buffer.from(message.value), headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, Buffer.from(value)])) });
      expect([attributes.specversion, Number.isNaN(Date.parse(attributes.time ?? ''))]).toEqual(['1.0', false]);
      expect([undefined, topic]).toContain(seen.get(`${attributes.id}/${topic}`));
      seen.set(`${attributes.id}/${topic}`, topic);
    }
  });

  it('is the same in the pull feed, in the structured form', async () => {
    for (const { agency, name } of world.house.directory.streams()) {
      const { deliveries } = await world.house.feed.page(world.caller(agency), name, null, 100);
      for (const { event, kind, type } of deliveries) {
        const { data, ...attributes } = event as { data?: unknown } & Record<string, unknown>;
        expect(Object.keys(attributes).filter((key) => !/^[a-z0-9]{1,20}$/u.test(key))).toEqual([]);
        if (data === undefined) continue;
        const valid = type.startsWith('recall.') ? isRecall() : isEvent(kind);
        expect([agency, valid(data), valid.errors]).toEqual([agency, true, null]);
      }
    }
  });
});
