import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka } from '#libs/kafka';
import { broker, brokerLogin, freshTopicPrefix } from '../services/index.js';
import { eventually } from '../world/eventually.js';
import { KCAT, shelfClient, type ShelfClient } from './shelf-client.js';

const AGENCIES = Object.keys(broker().users).filter((user) => user !== 'hub');
const STREAMS = [{ name: 'records', compacted: true }, { name: 'alerts', compacted: false }];
const prefix = freshTopicPrefix();
const hub = Kafka.from({ ...brokerLogin('hub'), topicPrefix: prefix })!;
const { topics } = hub;
const clients = new Map<string, ShelfClient>();
const told = new Map<string, Map<string, string>>();
const topicsOf = (agency: string) => topics.plansFor(agency, STREAMS).map(({ topic }) => topic);
const others = (own: string) => AGENCIES.filter((agency) => agency !== own);
/** kafkajs words a refused coordinator as one not found; the broker's code for it is in the table of single requests. */
const REFUSED = /Failed to find group coordinator|(?:Topic|Group|Transactional Id) authorization failed|(?:TOPIC|GROUP|TRANSACTIONAL_ID)_AUTHORIZATION_FAILED/u;

beforeAll(async () => {
  await hub.admin().align(AGENCIES.map((agency) => ({ agency, streams: STREAMS })));
  await hub.producer().sendAll(AGENCIES.flatMap(topicsOf).map((topic) => ({ topic, messages: [{ key: 'a', value: `only-for-${topic}`, headers: {} }] })));
  for (const agency of AGENCIES) clients.set(agency, shelfClient(brokerLogin(agency)));
}, 60_000);

afterAll(async () => {
  const what = [...told.keys()];
  const rows = AGENCIES.map((agency) => `  ${agency.padEnd(16)}${what.map((name) => told.get(name)!.get(agency)!.padEnd(36)).join('')}`);
  process.stdout.write(`\nWith ${KCAT ? `kcat ${KCAT}` : 'kafkajs (kcat is not installed)'}:\n  ${''.padEnd(16)}${what.map((name) => name.padEnd(36)).join('')}\n${rows.join('\n')}\n`);
  for (const client of clients.values()) client.close();
  for (const agency of AGENCIES) await hub.admin().revokeAgency(agency);
  await hub.admin().deleteTopics(await hub.admin().list());
  await hub.close();
});

/** Each agency does it with each of its targets, four agencies at a time. @returns what was not refused */
async function everyoneTries(what: string, targets: (own: string) => readonly string[], attempt: (client: ShelfClient, target: string) => Promise<string>): Promise<string[]> {
  const passed: string[] = [];
  const codes = new Map<string, string>();
  const queue = [...AGENCIES];
  const work = async () => {
    for (let agency = queue.pop(); agency; agency = queue.pop()) {
      const answers = new Set<string>();
      for (const target of targets(agency)) {
        const said = await attempt(clients.get(agency)!, target);
        const code = REFUSED.exec(said)?.[0];
        if (!code) passed.push(`${agency} → ${target}: ${said}`);
        answers.add(code ?? 'NOT REFUSED');
      }
      codes.set(agency, `${[...answers].join(', ')} × ${targets(agency).length}`);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  told.set(what, codes);
  return passed;
}

describe('with a client off the shelf an agency is refused', () => {
  it('every other agency\'s topics, to read', async () => {
    expect(await everyoneTries('read', (own) => others(own).flatMap(topicsOf), (client, topic) => client.consume(topic))).toEqual([]);
  }, 60_000);

  it('every other agency\'s way in and records, to write', async () => {
    const targets = (own: string) => others(own).flatMap((agency) => [topics.inbound(agency), topics.outbound(agency, 'records')]);
    expect(await everyoneTries('write', targets, (client, topic) => client.produce(topic))).toEqual([]);
  }, 60_000);

  it('every other agency\'s groups and the hub\'s, and another\'s topic in a group of its own', async () => {
    const groups = (own: string) => [...others(own).map((agency) => `${agency}.reader`), `${prefix}.intake.${own}`];
    expect(await everyoneTries('group', groups, (client, group) => client.consumeInGroup(group, topics.outbound('fia', 'records')))).toEqual([]);
  }, 60_000);

  it('transactions, under any id', async () => {
    const ids = (own: string) => [`${own}.mine`, ...others(own).slice(0, 2).map((agency) => `${agency}.theirs`)];
    expect(await everyoneTries('transaction', ids, (client, id) => client.beginTransaction(id, topics.inbound('fia')))).toEqual([]);
  }, 60_000);

  it('the list of topics but its own, which it reads', async () => {
    for (const [agency, client] of clients) {
      expect((await client.list()).filter((topic) => topic.startsWith(prefix)).sort()).toEqual(topicsOf(agency).sort());
    }
    const reads = KCAT ? /only-for-.*\.to\.fia\.records/u : /^done$/u;
    await eventually(async () => reads.test(await clients.get('fia')!.consumeInGroup(`fia.${prefix}`, topics.outbound('fia', 'records'))));
  }, 60_000);
});
