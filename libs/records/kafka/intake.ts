import { reject } from '#libs/delivery';
import type { Directory } from '#libs/directory';
import { decodeCloudEvent, decodeJson, type DecodedEvent, type EventConsumer, type Kafka, type ReceivedMessage } from '#libs/kafka';
import { Refusal, type Caller, type Ids } from '#libs/kernel';
import type { Database } from '#libs/postgres';

/** What is done with one type of event handed in. The idempotency key is the event's CloudEvents source and id. */
export type EventAction = (caller: Caller, event: { kind: string; data: unknown; key: string }) => Promise<unknown>;

const MOST_BYTES = 1024 * 1024;

/**
 * The way in over Kafka. Every message ends in one of two ways, and its offset is committed only then:
 * its action has committed, or its refusal is kept for the agency. Whatever else happens, it comes again.
 */
export class Intake {
  readonly #actions = new Map<string, EventAction>();

  constructor(
    private readonly database: Database,
    private readonly directory: Directory,
    private readonly kafka: Kafka,
    private readonly ids: Ids,
  ) {}

  on(type: string, action: EventAction): void {
    this.#actions.set(type, action);
  }

  start(): EventConsumer {
    const topics = this.directory.agencies().map((agency) => this.kafka.topics.inbound(agency.code));
    const consumer = this.kafka.consumer({
      group: `${this.kafka.topics.prefix}.intake`, topics, atMost: 16, partitionsAtOnce: 4,
      handle: async (messages) => { await Promise.all(this.#lanes(messages).map((lane) => this.#inOrder(lane))); },
    });
    consumer.start();
    return consumer;
  }

  /** Messages of one key keep their order; those of different keys need not wait for each other. */
  #lanes(messages: readonly ReceivedMessage[]): ReceivedMessage[][] {
    const lanes = new Map<string, ReceivedMessage[]>();
    for (const message of messages) {
      const key = message.key === null ? message.offset : message.key.toString('base64');
      const lane = lanes.get(key);
      if (lane) lane.push(message);
      else lanes.set(key, [message]);
    }
    return [...lanes.values()];
  }

  async #inOrder(lane: readonly ReceivedMessage[]): Promise<void> {
    for (const message of lane) await this.#take(message);
  }

  async #take(message: ReceivedMessage): Promise<void> {
    const agency = this.kafka.topics.agencyOfInbound(message.topic);
    if (!agency) return;
    let eventId = `${message.topic}/${message.partition}/${message.offset}`;
    try {
      const event = decodeCloudEvent({ value: bounded(message.value), headers: message.headers });
      eventId = `${event.attributes.source}#${event.attributes.id}`;
      await this.#act(agency, event, eventId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await reject(this.database, { agency, id: this.ids.next(), eventId, issues: error.issues });
    }
  }

  async #act(agency: string, { attributes, data }: DecodedEvent, key: string): Promise<void> {
    if (attributes.source !== `urn:amanat:agency:${agency}`) {
      throw Refusal.because('CLOUDEVENT_SOURCE_MISMATCH', 'source', 'CloudEvents 1.0 source', 'The source is not the agency whose topic this is.');
    }
    const action = this.#actions.get(attributes.type ?? '');
    if (!action) throw Refusal.because('EVENT_TYPE_UNKNOWN', 'type', 'schemas/events/asyncapi.yaml', 'No such event is taken in.');
    if (!data) throw Refusal.because('CLOUDEVENT_MALFORMED', 'data', 'CloudEvents 1.0', 'The event has no data.');
    const document = decodeJson(data, 'data');
    await action(this.#caller(agency, document), { kind: attributes.kind ?? '', data: document, key });
  }

  /** The broker has proved which agency writes to its topic; purpose and basis of a write are those of the record itself. */
  #caller(agency: string, document: unknown): Caller {
    const envelope = ((document as { envelope?: Record<string, unknown> } | null)?.envelope ?? {}) as Record<string, unknown>;
    return {
      agency, client: 'topic', officer: null, audiences: this.directory.audiencesOf(agency), roles: ['officer'],
      classes: 0, clearance: 0, purpose: 'criminal-investigation',
      legalBasis: typeof envelope.legalBasis === 'string' ? envelope.legalBasis.slice(0, 100) : 'none given',
      caseReference: null, operationId: this.ids.next(),
    };
  }
}

function bounded(value: Buffer | null): Buffer | null {
  if (value && value.length > MOST_BYTES) throw Refusal.because('BODY_TOO_LARGE', '', 'hub: 1 MiB', 'The event is larger than 1 MiB.');
  return value;
}
