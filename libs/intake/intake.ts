import { setImmediate } from 'node:timers/promises';
import { ALL_CLASSES, ERRORS, isErrorCode, isPurpose, PURPOSES } from '#libs/contracts';
import { reject } from '#libs/delivery';
import type { Directory, Quotas } from '#libs/directory';
import { decodeCloudEvent, decodeJson, type DecodedEvent, type EventConsumer, type Kafka, type ReceivedMessage } from '#libs/kafka';
import { Refusal, TLP_RANK, type Caller, type Ids } from '#libs/kernel';
import type { Database } from '#libs/postgres';

/** What is done with one type of event handed in. The idempotency key is the event's CloudEvents source and id. */
export type EventAction = (caller: Caller, event: { kind: string; data: unknown; key: string }) => Promise<unknown>;

export interface Closable {
  close(): Promise<void>;
}

/** Messages taken from a topic at once: the offset moves on when all of them are done with. */
const AT_MOST = 128;
/** Lanes at once: what fills two lots of submissions (`libs/records`), since no more are kept side by side. */
const SIDE_BY_SIDE = 32;
const MOST_BYTES = 1024 * 1024;
const LONGEST_NAME = 400;

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
    private readonly quotas: Quotas,
  ) {}

  on(type: string, action: EventAction): void {
    this.#actions.set(type, action);
  }

  /**
   * Reads the topic of every agency that is served, also of those that join later. Each has a reader of
   * its own: readers of several topics wait for the slowest of them, and one agency's flood would be felt by all.
   */
  start(): Closable {
    const readers = new Map<string, EventConsumer>();
    let closed = false;
    let turning = Promise.resolve();
    const follow = async () => {
      const served = new Set(closed ? [] : this.directory.served().map(({ code }) => code));
      const gone = [...readers].filter(([agency]) => !served.has(agency));
      for (const [agency] of gone) readers.delete(agency);
      for (const agency of served) if (!readers.has(agency)) readers.set(agency, this.#read(agency));
      await Promise.all(gone.map(([, reader]) => reader.close()));
    };
    const again = () => { turning = turning.then(follow); };
    const deaf = this.directory.onChange(again);
    again();
    return { close: async () => { deaf(); closed = true; again(); await turning; } };
  }

  #read(agency: string): EventConsumer {
    const consumer = this.kafka.consumer({
      group: `${this.kafka.topics.prefix}.intake.${agency}`, topics: [this.kafka.topics.inbound(agency)], atMost: AT_MOST,
      handle: (messages) => this.#takeAll(messages),
    });
    consumer.start();
    return consumer;
  }

  /**
   * So many lanes side by side, and the event loop turns before each: what is prepared leaves for the database while
   * the next is being prepared. All in one turn, neither would work while the other does (D-127).
   */
  async #takeAll(messages: readonly ReceivedMessage[]): Promise<void> {
    const lanes = this.#lanes(messages).values();
    const failures: unknown[] = [];
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const lane of lanes) {
        await setImmediate();
        await this.#inOrder(lane).catch((error: unknown) => failures.push(error));
        if (failures.length > 0) return;
      }
    }));
    // All that was begun has ended: when the messages come again, none of them is still at work.
    if (failures.length > 0) throw failures[0];
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
      eventId = nameOf(event);
      await this.#act(agency, event, eventId);
    } catch (error) {
      if (!(error instanceof Refusal) || passes(error)) throw error;
      await reject(this.database, { agency, id: this.ids.rejection(agency, eventId), eventId, issues: error.issues });
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
    await this.quotas.turn(agency);
    await action(this.#caller(agency, attributes.kind ?? '', document), { kind: attributes.kind ?? '', data: document, key });
  }

  /**
   * The broker has proved which agency writes to its topic. Purpose and basis are those of the record
   * itself; where the event has none, its agency's standing subscription to that kind stands in.
   */
  #caller(agency: string, kind: string, document: unknown): Caller {
    const envelope = envelopeIn(document);
    const stream = this.directory.streamsOf(agency).find((one) => one.kinds.includes(kind));
    const purpose = [envelope.purposes].flat().find((code) => typeof code === 'string' && isPurpose(code));
    return {
      agency, client: 'topic', officer: null, audiences: this.directory.audiencesOf(agency), roles: ['officer'],
      classes: ALL_CLASSES, clearance: TLP_RANK.RED!,
      purpose: (purpose as string | undefined) ?? stream?.purpose ?? PURPOSES[0]!.code,
      legalBasis: isCode(envelope.legalBasis) ? envelope.legalBasis : (stream?.legalBasis ?? 'none given'),
      caseReference: null, operationId: this.ids.next(),
    };
  }
}

/** The hub's own trouble is no reason to refuse: the message comes again. */
function passes({ code }: Refusal): boolean {
  return isErrorCode(code) && ERRORS[code].status >= 500;
}

function envelopeIn(document: unknown): Readonly<Record<string, unknown>> {
  const { envelope, record } = (document ?? {}) as { envelope?: unknown; record?: { envelope?: unknown } | null };
  return (envelope ?? record?.envelope ?? {}) as Record<string, unknown>;
}

/** Judged before the record is: what goes into the ledger must be fit for it. */
function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,100}$/u.test(value);
}

/** The event by its CloudEvents source and id, which together are unique: the key of what it brings, and of its rejection. */
function nameOf({ attributes }: DecodedEvent): string {
  const name = `${attributes.source}#${attributes.id}`;
  if (name.length > LONGEST_NAME) throw Refusal.because('CLOUDEVENT_MALFORMED', 'id', `hub: source and id of at most ${LONGEST_NAME} characters`, 'Source and id are too long.');
  return name;
}

function bounded(value: Buffer | null): Buffer | null {
  if (value && value.length > MOST_BYTES) throw Refusal.because('BODY_TOO_LARGE', '', 'hub: 1 MiB', 'The event is larger than 1 MiB.');
  return value;
}
