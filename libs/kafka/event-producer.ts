import { setTimeout as pause } from 'node:timers/promises';
import { Partitioners, type Kafka as Client, type Producer } from 'kafkajs';
import { patienceWith, reasonOf } from './model/broker-error.js';
import { requestsOf, type OutgoingMessage, type TopicMessages } from './model/requests.js';
import type { KafkaLog } from './kafka-log.js';

/** Half of what a topic takes in one batch (`topics.ts`), whose framing comes on top. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Writes with acks=all. One send at a time: batches leave in the order in which `send` was called.
 * A broker that is away is waited for, up to a minute. A send that failed may have been written in
 * part: the caller sends the same messages again.
 */
export class EventProducer {
  #producer: Producer | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(private readonly client: Client, private readonly log: KafkaLog) {}

  /** Resolves when every in-sync replica has the messages. */
  send(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    return this.sendAll([{ topic, messages }]);
  }

  /** Several topics in one request per broker, or as few as it takes. */
  sendAll(batches: readonly TopicMessages[]): Promise<void> {
    const sent = this.#queue.then(async () => {
      for (const request of requestsOf(batches, MOST_BYTES)) await this.#sendPatiently(request);
    });
    this.#queue = sent.catch(() => undefined);
    return sent;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#queue;
    await this.#drop();
  }

  async #sendPatiently(batches: readonly TopicMessages[]): Promise<void> {
    const begun = Date.now();
    for (let attempt = 1; ; attempt++) {
      if (this.#closing) throw new Error('the producer is closed');
      try {
        const producer = await this.#connected();
        await producer.sendBatch({ acks: -1, topicMessages: batches.map(plain) });
        return;
      } catch (error) {
        // The next producer gets an id of its own: with the old one the broker might take other
        // messages under the same sequence number for repetitions, and drop them.
        await this.#drop();
        if (this.#closing || Date.now() - begun >= patienceWith(error)) throw error;
        this.log('warn', 'kafka-send-retried', { attempt, reason: reasonOf(error) });
        await pause(Math.min(100 * 2 ** attempt, 2_000));
      }
    }
  }

  async #connected(): Promise<Producer> {
    if (this.#producer) return this.#producer;
    const producer = this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    });
    await producer.connect();
    this.#producer = producer;
    return producer;
  }

  async #drop(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    await producer?.disconnect().catch(() => undefined);
  }
}

function plain({ topic, messages }: TopicMessages) {
  return { topic, messages: messages.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })) };
}
