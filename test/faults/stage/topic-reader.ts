import { Kafka, type ReceivedMessage } from '#libs/kafka';
import type { BrokerLogin } from '../../services/index.js';

export interface Told {
  readonly id: string;
  readonly record: string;
  readonly version: number;
}

/** Reads one of an agency's topics with the agency's own login, from the beginning, while a test runs. */
export class TopicReader {
  readonly messages: ReceivedMessage[] = [];
  readonly #kafka: Kafka;

  constructor(login: BrokerLogin, topicPrefix: string, agency: string, stream: string) {
    this.#kafka = Kafka.from({ ...login, topicPrefix })!;
    const topic = this.#kafka.topics.outbound(agency, stream);
    this.#kafka.consumer({ group: `${agency}.${topicPrefix}`, topics: [topic], atMost: 500, handle: async (messages) => { this.messages.push(...messages); } }).start();
  }

  /** What was told, repetitions included. */
  told(): Told[] {
    return this.messages.map(({ headers }) => ({
      id: String(headers['ce_id']), record: String(headers['ce_subject']), version: Number(String(headers['ce_recordversion'])),
    }));
  }

  ids(): Set<string> {
    return new Set(this.told().map(({ id }) => id));
  }

  /** Events, each taken when it was told first, that came after a later version of their record. */
  outOfOrder(): number {
    const latest = new Map<string, number>();
    const seen = new Set<string>();
    return this.told().filter(({ id, record, version }) => {
      if (seen.has(id)) return false;
      seen.add(id);
      const before = latest.get(record) ?? 0;
      latest.set(record, Math.max(before, version));
      return version < before;
    }).length;
  }

  close(): Promise<void> {
    return this.#kafka.close();
  }
}
