import { finding, type Finding } from './finding.js';

/** What an agency's own systems have noted: ids of operations that were answered, and of events received. */
export interface Noted {
  readonly operations: readonly string[];
  readonly events: readonly string[];
  /** Seconds before the last seal within which a line may not have been sealed yet. */
  readonly grace: number;
}

/** As the hub names itself in lines of what it sent: a page of the feed is delivered too, and lies on no topic. */
const isTopic = (client: string) => client === 'topic' || client.startsWith('stream:');

interface SaidByLine {
  readonly operation: string;
  /** Ids of the events that a delivery's line is about. */
  readonly entries: readonly string[] | null;
  readonly client: string;
  readonly at: string;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

/** A tree cannot tell that a line was never written: only who has the other end of it can. */
export class Reconciliation {
  readonly #operations: Set<string>;
  readonly #events: Set<string>;
  readonly #received: ReadonlySet<string>;
  /** By topic (the line's client): when it was first said to have brought what was received, and what it is said to have brought besides. */
  readonly #topics = new Map<string, { since: number; lacking: Map<string, number> }>();

  constructor(private readonly noted: Noted) {
    this.#operations = new Set(noted.operations);
    this.#events = new Set(noted.events);
    this.#received = new Set(noted.events);
  }

  get isWanted(): boolean {
    return this.noted.operations.length + this.noted.events.length > 0;
  }

  line(text: string): void {
    const { operation, entries, client, at } = JSON.parse(text) as SaidByLine;
    this.#operations.delete(operation);
    for (const entry of entries ?? []) {
      this.#events.delete(entry);
      if (isTopic(client)) this.#delivered(client, entry, Date.parse(at));
    }
  }

  #delivered(client: string, entry: string, at: number): void {
    const topic = this.#topics.get(client) ?? { since: Number.POSITIVE_INFINITY, lacking: new Map<string, number>() };
    this.#topics.set(client, topic);
    if (this.#received.has(entry)) topic.since = Math.min(topic.since, at);
    else topic.lacking.set(entry, at);
  }

  /** @param sealedAt milliseconds since 1970 of the last seal: what came later has no line yet @returns findings, and how many ids are too young */
  end(sealedAt: number): { findings: Finding[]; young: number } {
    const due = (id: string) => !UUID_V7.test(id) || Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) < sealedAt - this.noted.grace * 1_000;
    const [operations, events] = [[...this.#operations].filter(due), [...this.#events].filter(due)];
    return {
      findings: [
        ...operations.map((id) => finding('OPERATION_UNRECORDED', id, 'The operation was answered and has no line.')),
        ...events.map((id) => finding('EVENT_UNRECORDED', id, 'The event was delivered and no line says so.')),
        ...this.#lacking(sealedAt - this.noted.grace * 1_000).map((id) => finding('EVENT_NOT_RECEIVED', id, 'A line says that the event was delivered, and it was not received.')),
      ],
      young: this.#operations.size + this.#events.size - operations.length - events.length,
    };
  }

  /** Of topics of which something was received, from the first of it on: an agency need not have read them all, nor from the beginning. */
  #lacking(until: number): string[] {
    return [...this.#topics.values()].flatMap(({ since, lacking }) => [...lacking].filter(([, at]) => at >= since && at < until).map(([id]) => id));
  }
}
