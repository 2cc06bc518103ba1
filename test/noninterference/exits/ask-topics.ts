import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type IHeaders } from 'kafkajs';
import { brokerLogin } from '../../services/index.js';
import { eventually } from '../../world/hub.js';
import { allSent } from '../hub/all-sent.js';
import { documentOf } from '../worlds/documents.js';
import { OWN } from './ask-writes.js';
import { ABSENT, type Observing } from './observing.js';

const HANDING_IN = ['channel submissions'];
const RECEIVING = ['channel stream', 'channel recalls', 'channel rejections', 'channel approvals', 'channel protection'];

/** The broker as the observer's own software meets it: every topic that it is shown, from end to end. */
export async function askTopics(observed: Observing): Promise<void> {
  const { pair: { observer, invented }, hub, transcript } = observed;
  if (invented.some(({ code }) => code === observer.agency.code)) return; // the run's broker knows no user of that name
  const kafka = clientOf(observer.agency.code);
  await handIn(kafka, observed);
  await allSent(hub);
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${hub.topicPrefix}.`)).sort();
  transcript.hear(RECEIVING, 'topics that exist', topics.join('\n'));
  const ends = new Map<string, number>();
  for (const topic of topics) {
    const offsets = await admin.fetchTopicOffsets(topic);
    transcript.hear(RECEIVING, `offsets of ${topic}`, JSON.stringify(offsets));
    if (topic.includes('.to.')) ends.set(topic, offsets.reduce((sum, { high }) => sum + Number(high), 0));
  }
  for (const stranger of ['fia', 'iom', 'pta'].filter((code) => code !== observer.agency.code)) {
    const refused = await admin.fetchTopicOffsets(`${hub.topicPrefix}.to.${stranger}.records`).then(() => 'told', (error: { type?: string }) => String(error.type));
    transcript.hear(RECEIVING, `offsets of the records of ${stranger}`, refused);
  }
  await admin.disconnect();
  for (const [topic, lines] of await read(kafka, observer.agency.code, ends)) transcript.hear(RECEIVING, `messages of ${topic}`, lines.join('\n'));
}

/** Its own events: refused ones, ones that name what is hidden from it or absent, and one that is taken. */
async function handIn(kafka: Kafka, { pair: { observer }, hub, ids, transcript }: Observing): Promise<void> {
  const agency = observer.agency.code;
  const document = documentOf({ kind: 'case', label: OWN, content: {}, persons: true, caseId: null });
  const named = [...ids.map(({ id }) => id), ABSENT];
  const events: readonly (readonly [type: string, data: unknown])[] = [
    ['record.submitted.v1', { envelope: {} }], ['record.submitted.v1', document], ['record.nothing.v1', {}],
    ...named.map((id) => ['alert.acknowledged.v1', { id }] as const),
    ...named.map((id) => ['recall.confirmed.v1', { id, outcome: 'erased' }] as const),
    ...named.map((id) => ['record.restricted.v1', { id, version: 9, ground: 'accuracy-contested' }] as const),
    ...named.map((id) => ['record.erased.v1', { id, reason: 'none' }] as const),
    ...named.map((id) => ['record.withdrawn.v1', { id, version: 9, reason: 'By mistake.' }] as const),
  ];
  const producer = kafka.producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (const [place, [type, data]] of events.entries()) {
    const headers = {
      ce_specversion: '1.0', ce_id: `event-${place}`, ce_source: `urn:amanat:agency:${agency}`, ce_type: type, ce_kind: 'case', 'content-type': 'application/json',
    };
    const messages = [{ key: agency, value: JSON.stringify(data), headers }];
    const done = await producer.send({ topic: `${hub.topicPrefix}.from.${agency}`, acks: -1, messages });
    transcript.hear(HANDING_IN, `handing in ${type} ${place}`, JSON.stringify(done.map(({ partition, errorCode, baseOffset }) => ({ partition, errorCode, baseOffset }))));
  }
  await producer.disconnect();
  const last = `urn:amanat:agency:${agency}#event-${events.length - 1}`;
  await eventually(async () => (await hub.admin.query('select from delivery.rejection where agency = $1 and event_id = $2', [agency, last])).rowCount === 1,
    () => 'the last event was not refused');
}

async function read(kafka: Kafka, agency: string, ends: ReadonlyMap<string, number>): Promise<Map<string, string[]>> {
  const found = new Map([...ends.keys()].map((topic) => [topic, [] as string[]]));
  const consumer = kafka.consumer({ groupId: `${agency}.${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...ends.keys()], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, partition, message: { key, value, headers = {}, offset, timestamp } }) => {
      found.get(topic)!.push(`partition ${partition} offset ${offset}\nkafka timestamp: ${timestamp}\nkey ${String(key)}\n${inLines(headers)}\n${value === null ? 'tombstone' : value.toString()}`);
    },
  });
  try {
    await eventually(() => [...ends].every(([topic, end]) => found.get(topic)!.length >= end), () => 'the topics did not bring all that they have');
  } finally {
    await consumer.disconnect();
  }
  return found;
}

function inLines(headers: IHeaders): string {
  return Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n');
}

function clientOf(agency: string): Kafka {
  const { brokers, username, password } = brokerLogin(agency);
  return new Kafka({
    clientId: `${agency}-own-software`, brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.NOTHING,
  });
}
