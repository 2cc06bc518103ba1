import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type IHeaders } from 'kafkajs';
import { brokerLogin } from '../../services/index.js';
import { eventually } from '../eventually.js';

export interface TopicMessage {
  readonly key: string;
  /** Null is a tombstone. */
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What has come on a topic so far; it goes on being read until the hub of the test is stopped. */
export interface TopicReader {
  readonly messages: readonly TopicMessage[];
  /** Waits until the topic has brought what `wanted` asks for. */
  until(wanted: (messages: readonly TopicMessage[]) => boolean): Promise<readonly TopicMessage[]>;
}

/** CloudEvents attributes of an event handed in, without `specversion`; data goes as JSON. */
export interface EventHandedIn {
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: unknown;
  readonly mode?: 'binary' | 'structured';
}

/** Agencies' own Kafka clients (plain kafkajs, with their own logins), as an integrator writes them. */
export class AgencyTopics {
  readonly #open: { disconnect(): Promise<void> }[] = [];

  constructor(private readonly prefix: string) {}

  /** Reads the agency's outbound topic from its beginning. */
  async read(agency: string, stream: string): Promise<TopicReader> {
    const consumer = this.#client(agency).consumer({ groupId: `${agency}.${randomUUID()}`, maxWaitTimeInMs: 200 });
    const messages: TopicMessage[] = [];
    this.#open.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic: `${this.prefix}.to.${agency}.${stream}`, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message: { key, value, headers } }) => {
        messages.push({ key: String(key), value: value === null ? null : value.toString(), headers: texts(headers ?? {}) });
      },
    });
    const until = async (wanted: (messages: readonly TopicMessage[]) => boolean) => {
      await eventually(() => wanted(messages), () => `${agency}.${stream} brought ${messages.length} messages`);
      return messages;
    };
    return { messages, until };
  }

  /** Hands an event in on the agency's inbound topic. */
  async handIn(agency: string, event: EventHandedIn): Promise<void> {
    await this.send(agency, messageOf(agency, event));
  }

  /** Hands in whatever bytes and headers an agency's software may send. */
  async send(agency: string, message: { value: string | Buffer | null; key?: string; headers?: IHeaders }, topic = `${this.prefix}.from.${agency}`): Promise<void> {
    const producer = this.#client(agency).producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [message] });
    } finally {
      await producer.disconnect();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((one) => one.disconnect()));
  }

  #client(agency: string): Kafka {
    const { brokers, username, password } = brokerLogin(agency);
    return new Kafka({
      clientId: `${agency}-own-software`, brokers: [...brokers], sasl: { mechanism: 'scram-sha-512', username, password }, logLevel: logLevel.NOTHING,
    });
  }
}

function messageOf(agency: string, { attributes, data, mode = 'binary' }: EventHandedIn) {
  const whole = { specversion: '1.0', id: randomUUID(), source: `urn:amanat:agency:${agency}`, time: new Date().toISOString(), ...attributes };
  if (mode === 'structured') {
    return { headers: { 'content-type': 'application/cloudevents+json' }, value: JSON.stringify({ ...whole, datacontenttype: 'application/json', data }) };
  }
  const headers = Object.fromEntries(Object.entries(whole).map(([name, value]) => [`ce_${name}`, value]));
  return { headers: { ...headers, 'content-type': 'application/json' }, value: JSON.stringify(data) };
}

function texts(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
