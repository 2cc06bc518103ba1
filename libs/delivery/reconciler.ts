import type { EventConsumer, Kafka, KafkaAdmin, ReceivedMessage } from '#libs/kafka';
import type { Database } from '#libs/postgres';
import { placesWithoutLine } from './postgres/entry.store.js';

/** A message on an agency's topic that no line of that agency's ledger accounts for: planted, or its line suppressed. */
export interface Stray {
  readonly agency: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Messages of one partition compared at once. */
const AT_ONCE = 500;

/**
 * Reads what really lies on the hub's topics to agencies, as a recipient would, and asks of every
 * message that its event stands in a ledger line. The decision is by event and not by counting
 * offsets: a message repeated after a crash is accounted for, one that nobody sent is not. How far it
 * has looked are the offsets of its group at the broker; a new group begins at the beginning (D-056).
 */
export class Reconciler {
  #timer: NodeJS.Timeout | null = null;
  #turning: Promise<void> = Promise.resolve();
  #topics: readonly string[] = [];
  #reader: EventConsumer | null = null;
  readonly #admin: KafkaAdmin;
  /** Messages compared, and of these the ones without a line, since the start; for metrics. */
  compared = 0;
  found = 0;

  constructor(private readonly database: Database, private readonly kafka: Kafka, private readonly told: (stray: Stray) => void) {
    this.#admin = kafka.admin();
  }

  /** Looks for new topics once in every so many milliseconds; what comes to those it has is read as it comes. */
  start(every: number, failed: (error: unknown) => void): void {
    const again = () => { this.#turning = this.#turning.then(() => this.#follow()).catch(failed); };
    this.#timer = setInterval(again, every);
    this.#timer.unref();
    again();
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#turning;
    await this.#reader?.close();
  }

  /** Topics of agencies suspended and of streams closed too: nothing may be sent there, so nothing may appear. */
  async #follow(): Promise<void> {
    const topics = (await this.#admin.list()).filter((topic) => this.kafka.topics.agencyOfOutbound(topic) !== null);
    if (topics.join() === this.#topics.join()) return;
    await this.#reader?.close();
    this.#topics = topics;
    this.#reader = topics.length === 0 ? null : this.#read(topics);
  }

  #read(topics: readonly string[]): EventConsumer {
    const group = `${this.kafka.topics.prefix}.reconciler`;
    const reader = this.kafka.consumer({ group, topics, atMost: AT_ONCE, handle: (messages) => this.#compare(messages) });
    reader.start();
    return reader;
  }

  async #compare(messages: readonly ReceivedMessage[]): Promise<void> {
    const { topic, partition } = messages[0]!;
    const agency = this.kafka.topics.agencyOfOutbound(topic)!;
    const strays = await placesWithoutLine(this.database, agency, messages.map(({ headers, timestamp }) => ({
      event: String(headers['ce_id'] ?? ''), sent: new Date(Number(timestamp)),
    })));
    for (const place of strays) this.told({ agency, topic, partition, offset: messages[place]!.offset });
    this.compared += messages.length;
    this.found += strays.length;
  }
}
