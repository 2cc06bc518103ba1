import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka as Client, KafkaMessage } from 'kafkajs';
import { reasonOf } from './model/broker-error.js';
import type { KafkaLog } from './kafka-log.js';

export interface ReceivedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Milliseconds since 1970, as decimal text: on the hub's outbound topics by the broker's clock. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
  /** A header given twice has two values. */
  readonly headers: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
}

export interface ConsumerPlan {
  readonly group: string;
  readonly topics: readonly string[];
  /** Called again with the same messages until it resolves: nothing is skipped. */
  readonly handle: (messages: readonly ReceivedMessage[]) => Promise<void>;
  /** Most messages handed over at once, all of one partition, in order. Default 1. */
  readonly atMost?: number;
  /** Partitions handled side by side. Default 1. */
  readonly partitionsAtOnce?: number;
}

const LONGEST_WAIT = 10_000;
const HEARTBEAT = 2_000;

/**
 * Reads topics in a consumer group, from the beginning where the group is new. An offset is committed
 * only after the handler resolved; after a crash the last messages come again.
 */
export class EventConsumer {
  readonly #closing = new AbortController();
  readonly #closed = new Promise<void>((resolve) => {
    this.#closing.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  #life: Promise<void> | null = null;

  constructor(private readonly client: Client, private readonly plan: ConsumerPlan, private readonly log: KafkaLog) {}

  /** Begins to read, and returns at once: a broker that is away is waited for. */
  start(): void {
    this.#life ??= this.#live();
  }

  /** Waits for the handler that is at work, commits what it did, leaves the group. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    for (let failures = 0; !this.#closing.signal.aborted; failures++) {
      const consumer = this.#newConsumer();
      try {
        await this.#consume(consumer, () => { failures = 0; });
      } catch (error) {
        this.log('warn', 'kafka-consumer-restarted', { group: this.plan.group, reason: reasonOf(error) });
      }
      await consumer.disconnect().catch(() => undefined);
      await this.#wait(backOff(failures));
    }
  }

  #newConsumer(): Consumer {
    return this.client.consumer({
      groupId: this.plan.group,
      allowAutoTopicCreation: false,
      sessionTimeout: 10_000,
      heartbeatInterval: HEARTBEAT,
      maxWaitTimeInMs: 500,
      // This class restarts it: the client's own restart gives up on some errors for ever.
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 15, restartOnFailure: async () => false },
    });
  }

  /** Ends when the consumer crashed (rejects) or this reader is closed (resolves). */
  async #consume(consumer: Consumer, alive: () => void): Promise<void> {
    const crash = new Promise<never>((_, reject) => consumer.on('consumer.crash', ({ payload }) => reject(payload.error)));
    crash.catch(() => undefined);
    consumer.on('consumer.group_join', alive);
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.plan.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: true,
      autoCommitInterval: 1_000,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.plan.partitionsAtOnce ?? 1,
      eachBatch: (payload) => this.#handleBatch(payload),
    });
    await Promise.race([crash, this.#closed]);
  }

  async #handleBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const atMost = this.plan.atMost ?? 1;
    for (let first = 0; first < messages.length; first += atMost) {
      const chunk = messages.slice(first, first + atMost);
      const received = chunk.map((message) => receivedFrom(topic, partition, message));
      if (!(await this.#handleUntilDone(received, payload))) return;
      payload.resolveOffset(chunk.at(-1)!.offset);
      await payload.commitOffsetsIfNecessary();
      await payload.heartbeat();
    }
  }

  /** False when the reader must let go of the partition before the handler succeeded. */
  async #handleUntilDone(received: readonly ReceivedMessage[], payload: EachBatchPayload): Promise<boolean> {
    for (let failures = 0; ; failures++) {
      if (this.#closing.signal.aborted || !payload.isRunning() || payload.isStale()) return false;
      try {
        await this.#handleWithHeartbeat(received, payload);
        return true;
      } catch (error) {
        const { topic, partition, offset } = received[0]!;
        this.log('error', 'kafka-message-retried', { topic, partition, offset, failures, reason: (error as Error).name });
      }
      await this.#wait(Math.min(backOff(failures), HEARTBEAT));
      await payload.heartbeat();
    }
  }

  /** Keeps the place in the group while a handler works for long. */
  async #handleWithHeartbeat(received: readonly ReceivedMessage[], payload: EachBatchPayload): Promise<void> {
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT);
    try {
      await this.plan.handle(received);
    } finally {
      clearInterval(beat);
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}

const backOff = (failures: number) => Math.min(200 * 2 ** failures, LONGEST_WAIT);

function receivedFrom(topic: string, partition: number, message: KafkaMessage): ReceivedMessage {
  const { offset, timestamp, key, value, headers } = message;
  return { topic, partition, offset, timestamp, key, value, headers: headers ?? {} };
}
