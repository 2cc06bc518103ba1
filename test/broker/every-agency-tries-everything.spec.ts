import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Kafka } from '#libs/kafka';
import { brokerLogin, freshTopicPrefix } from '../services/index.js';
import { attackerWith, ON_GROUPS, ON_THE_CLUSTER, ON_TOPICS, ON_TRANSACTIONS, outcomeOf, type Attacker, type Attempt } from './attempts.js';

const AGENCIES = (JSON.parse(readFileSync('deploy/local/participants.json', 'utf8')) as { agencies: { code: string }[] }).agencies.map(({ code }) => code);
const STREAMS = [{ name: 'records', compacted: true }, { name: 'alerts', compacted: false }];
const prefix = freshTopicPrefix();
const hub = Kafka.from({ ...brokerLogin('hub'), topicPrefix: prefix })!;
const { topics } = hub;
const attackers: Attacker[] = [];
/** A line for each kind of attempt: what the broker answered, and how often. */
const table: string[] = [];

const topicsOf = (agency: string) => [...topics.plansFor(agency, STREAMS).map(({ topic }) => topic)];
/** What is there, what the broker keeps for itself, and what was never there: all of it is nobody's business. */
const strange = (own: string) => [
  ...AGENCIES.filter((agency) => agency !== own).flatMap(topicsOf),
  '__consumer_offsets', '__transaction_state', `${prefix}.to.nobody.records`, `${topics.outboundPrefix(own)}missing`,
];
const groups = (own: string) => [...AGENCIES.filter((agency) => agency !== own).map((agency) => `${agency}.reader`), `${prefix}.intake.fia`, `${prefix}.intake.${own}`, 'anything', own];
const transactions = (own: string) => [`${own}.mine`, 'amanat-relay', `${prefix}.relay`];

beforeAll(async () => {
  await hub.admin().align(AGENCIES.map((agency) => ({ agency, streams: STREAMS })));
  const producer = hub.producer();
  for (const agency of AGENCIES) {
    const key = 'a-record';
    await producer.sendAll(topicsOf(agency).map((topic) => ({ topic, messages: [{ key, value: '{}', headers: {} }] })));
  }
  for (const agency of AGENCIES) {
    const login = brokerLogin(agency);
    const attacker = attackerWith(login.brokers[0]!, login);
    await attacker.connect();
    attackers.push(attacker);
  }
}, 60_000);

afterAll(async () => {
  process.stdout.write(`\nEvery agency (${AGENCIES.length}) tried, as the broker answered:\n${table.join('\n')}\n`);
  await Promise.all(attackers.map((attacker) => attacker.disconnect()));
  for (const agency of AGENCIES) await hub.admin().revokeAgency(agency);
  await hub.admin().deleteTopics(await hub.admin().list());
  await hub.close();
});

/** Each agency tries on each of its targets. @returns agency × answer, with the targets that were answered so */
async function everyoneTries(what: string, attempt: Attempt<string>, targets: (own: string) => readonly string[]): Promise<Record<string, string[]>> {
  const answers: Record<string, string[]> = {};
  for (const attacker of attackers) {
    const own = attacker.agency;
    for (const target of targets(own)) {
      (answers[await outcomeOf(attempt(attacker, target))] ??= []).push(`${own} → ${target}`);
    }
  }
  const told = Object.entries(answers).map(([code, tried]) => `${code} × ${tried.length}`).join(', ');
  table.push(`  ${what.padEnd(58)} ${told}`);
  return answers;
}

describe('on topics that are not its own, nor there', () => {
  it.each(Object.entries(ON_TOPICS))('no agency may: %s; and what is not there looks like what is another\'s', async (name, attempt) => {
    const answers = await everyoneTries(`topic: ${name}`, attempt, strange);
    expect(Object.keys(answers)).toEqual(['TOPIC_AUTHORIZATION_FAILED']);
  });

  it('its own topics it may not turn round: read what it handed in, write what it is sent, alter or delete either', async () => {
    for (const name of ['fetch', 'list offsets'] as const) {
      const refused = await everyoneTries(`own way in: ${name}`, ON_TOPICS[name]!, (own) => [topics.inbound(own)]);
      // Where its newest message stands an agency may know of its own way in: it wrote it.
      expect(Object.keys(refused)).toEqual([name === 'fetch' ? 'TOPIC_AUTHORIZATION_FAILED' : 'DONE']);
    }
    for (const name of ['produce', 'alter configuration', 'create partitions', 'delete records', 'delete the topic'] as const) {
      const outbound = (own: string) => topicsOf(own).filter((topic) => name !== 'produce' || topic !== topics.inbound(own));
      expect(Object.keys(await everyoneTries(`own topics: ${name}`, ON_TOPICS[name]!, outbound))).toEqual(['TOPIC_AUTHORIZATION_FAILED']);
    }
  });
});

describe('in groups that are not its own', () => {
  it.each(Object.entries(ON_GROUPS))('no agency may: %s', async (name, attempt) => {
    expect(Object.keys(await everyoneTries(`group: ${name}`, attempt, groups))).toEqual(['GROUP_AUTHORIZATION_FAILED']);
  });
});

describe('with transactional ids', () => {
  it.each(Object.entries(ON_TRANSACTIONS))('no agency may: %s', async (name, attempt) => {
    expect(Object.keys(await everyoneTries(`transaction: ${name}`, attempt, transactions))).toEqual(['TRANSACTIONAL_ID_AUTHORIZATION_FAILED']);
  });
});

describe('with the broker itself', () => {
  it.each(Object.entries(ON_THE_CLUSTER))('no agency may: %s', async (name, attempt) => {
    expect(Object.keys(await everyoneTries(`cluster: ${name}`, attempt, () => [prefix]))).toEqual(['CLUSTER_AUTHORIZATION_FAILED']);
  });

  it('an agency that asks for all topics and groups is told of its own', async () => {
    for (const attacker of attackers) {
      const own = attacker.agency;
      const { topicMetadata } = await attacker.metadata([]) as { topicMetadata: { topic: string }[] };
      const here = topicMetadata.map(({ topic }) => topic).filter((topic) => topic.startsWith(prefix));
      expect(here.sort()).toEqual(topicsOf(own).sort());
      expect(topicMetadata.filter(({ topic }) => topic.startsWith('__'))).toEqual([]);
      const { groups: seen } = await attacker.listGroups({}) as { groups: { groupId: string }[] };
      expect(seen.filter(({ groupId }) => !groupId.startsWith(`${own}.`))).toEqual([]);
    }
    table.push(`  ${'all topics, all groups'.padEnd(58)} its own`);
  });

  it('nothing was changed by all that', async () => {
    expect((await hub.admin().list()).sort()).toEqual(AGENCIES.flatMap(topicsOf).sort());
    for (const topic of AGENCIES.flatMap(topicsOf)) expect(await hub.admin().endOffsets(topic)).toEqual([{ partition: 0, offset: '1' }]);
  });
});

describe('at the door', () => {
  it.each([
    ['without a login', { username: null, password: null }],
    ['as an agency with another one\'s password', { username: 'fia', password: brokerLogin('iom').password }],
    ['as the hub with an agency\'s password', { username: 'hub', password: brokerLogin('fia').password }],
    ['as somebody the broker does not know', { username: 'nobody', password: 'x' }],
  ])('nobody comes in %s', async (who, login) => {
    const { brokers } = brokerLogin('hub');
    const stranger = attackerWith(brokers[0]!, { brokers, ...login });
    const answer = await outcomeOf(stranger.connect().then(() => stranger.metadata([])));
    await stranger.disconnect();
    table.push(`  ${`log in ${who}`.padEnd(58)} ${answer}`);
    expect(answer).toMatch(login.username ? /SASL_AUTHENTICATION_FAILED|KafkaJSSASLAuthenticationError/ : /KafkaJSConnectionClosedError/);
  });
});
