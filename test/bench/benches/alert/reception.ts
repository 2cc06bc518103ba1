import { randomUUID } from 'node:crypto';
import type { Consumer, IHeaders, Kafka } from 'kafkajs';

export interface Received {
  readonly value: Buffer;
  readonly headers: IHeaders;
}

const PATIENCE = 120_000;

/** A recipient's consumer: plain kafkajs, which notes when each key came. */
export class Reception {
  readonly #at = new Map<string, number>();
  #last: Received | null = null;

  private constructor(private readonly consumer: Consumer) {}

  static async open(client: Kafka, topic: string): Promise<Reception> {
    const consumer = client.consumer({ groupId: `bench.${randomUUID()}`, allowAutoTopicCreation: false });
    const reception = new Reception(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message: { key, value, headers } }) => {
        reception.#at.set(String(key), performance.now());
        if (value) reception.#last = { value, headers: headers ?? {} };
      },
    });
    return reception;
  }

  /** When each of these came, on the clock of `performance.now`. Throws when one has not after two minutes. */
  async all(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const late = performance.now() + PATIENCE;
    while (keys.some((key) => !this.#at.has(key))) {
      if (performance.now() > late) throw new Error(`${keys.filter((key) => !this.#at.has(key)).length} of ${keys.length} alerts were not received`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return new Map(keys.map((key) => [key, this.#at.get(key)!]));
  }

  /** The last that came: what the yardstick sends too. */
  sample(): Received {
    if (!this.#last) throw new Error('nothing has been received yet');
    return this.#last;
  }

  close(): Promise<void> {
    return this.consumer.disconnect();
  }
}
