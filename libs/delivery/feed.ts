import { setTimeout as pause } from 'node:timers/promises';
import { maskOf, PURPOSES, purposesIn } from '#libs/contracts';
import { callerFacts, reshape, type Disclosed, type Disclosure } from '#libs/disclosure';
import type { Directory, Stream } from '#libs/directory';
import { Refusal, type Caller } from '#libs/kernel';
import type { CursorSeal } from '#libs/keys';
import type { Database } from '#libs/postgres';
import { structured, type Entry, type RecipientEvent } from './model/event.js';
import { APPROVALS, PROTECTION, RECALLS, toldOn } from './model/told-streams.js';
import { entriesAfter, START, type Place } from './postgres/entry.store.js';
import { renderEntries } from './render-entries.js';

/** One entry of an agency's recipient ledger, as its pull feed and subscription give it. */
export interface Delivery {
  readonly cursor: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly kind: string;
  readonly recordId: string;
  readonly version: number;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface FeedPage {
  readonly deliveries: readonly Disclosed<Delivery>[];
  readonly hasNextPage: boolean;
}

/** What an agency asks and answers says how records are governed. */
const CUSTODY = maskOf('CUSTODY');
const NOTHING: FeedPage = { deliveries: [], hasNextPage: false };
/** Milliseconds between two looks when nothing was waiting. */
const PAUSE = 250;
/** Entries rendered ahead of a follower. */
const AT_ONCE = 100;

/** The pull feed: the same entries the topics carry, after a cursor; works without Kafka. */
export class Feed {
  constructor(
    private readonly database: Database,
    private readonly disclosure: Disclosure,
    private readonly directory: Directory,
    private readonly cursors: CursorSeal,
  ) {}

  /** @throws Refusal STREAM_UNKNOWN, PURPOSE_NOT_ALLOWED, CURSOR_INVALID */
  async page(caller: Caller, name: string, after: string | null, first: number): Promise<FeedPage> {
    const stream = this.#stream(caller, name);
    const found = await entriesAfter(this.database, callerFacts(caller), name, this.#place(caller, name, after), first + 1);
    const entries = found.slice(0, first); // what is not given is not rendered, and stands in no ledger line
    const [events] = await renderEntries(this.disclosure, [{ entries, subscriber: () => this.#subscriber(caller, stream), told: () => caller }]);
    const deliveries = entries.map((entry, place) => this.#delivery(caller, entry, events![place]!));
    return { deliveries, hasNextPage: found.length > first };
  }

  /**
   * Follows a stream from a cursor until the reader leaves (`signal`); the reader's pace is the feed's.
   * @throws Refusal as `page`, at once and not only when the first event is due
   */
  follow(caller: Caller, name: string, after: string | null, signal: AbortSignal | undefined): AsyncGenerator<Disclosed<Delivery>> {
    this.#stream(caller, name);
    this.#place(caller, name, after);
    return this.#live(caller, name, after, signal);
  }

  async *#live(caller: Caller, name: string, after: string | null, signal: AbortSignal | undefined): AsyncGenerator<Disclosed<Delivery>> {
    let cursor = after;
    while (!signal?.aborted) {
      // A look that finds nothing gives nothing away: it has no line, or every open subscription would write four a second.
      const { deliveries } = await this.#isWaiting(caller, name, cursor) ? await this.page(caller, name, cursor, AT_ONCE) : NOTHING;
      for (const delivery of deliveries) {
        yield delivery;
        cursor = delivery.cursor;
      }
      if (deliveries.length === 0) await pause(PAUSE, undefined, { signal }).catch(() => undefined);
    }
  }

  async #isWaiting(caller: Caller, name: string, after: string | null): Promise<boolean> {
    return (await entriesAfter(this.database, callerFacts(caller), this.#stream(caller, name).name, this.#place(caller, name, after), 1)).length > 0;
  }

  #stream(caller: Caller, name: string): Stream {
    if ((name === RECALLS || name === APPROVALS) && caller.roles.some((role) => role === 'officer' || role === 'data-protection-officer')) return this.#told(caller, name);
    // What is found of officers is told there, too: no officer reads it, whatever the clearance.
    if (name === PROTECTION && caller.roles.includes('data-protection-officer')) return toldOn(PROTECTION, caller.agency);
    const stream = this.directory.streamsOf(caller.agency).find((entry) => entry.name === name);
    if (!stream) throw Refusal.because('STREAM_UNKNOWN', 'stream', 'directory', 'Your agency has no such stream.');
    const client = this.directory.client(caller.client);
    if (!client || !purposesIn(client.purposes).some((purpose) => purpose === stream.purpose)) {
      throw Refusal.because('PURPOSE_NOT_ALLOWED', 'stream', 'directory', 'This client may not act for the purpose of the stream.');
    }
    // Entries tell that something changed: a client that may see less than the stream carries would learn of what is hidden from it.
    if ((stream.classes & ~caller.classes) !== 0 || caller.clearance < this.directory.clearanceOf(stream)) {
      throw Refusal.because('ACTION_NOT_ALLOWED', 'stream', 'directory', 'This client may not see all that the stream carries.');
    }
    return stream;
  }

  /** What an agency is told beside records names records of every TLP. Whoever protects the agency's data is told of all of them. */
  #told({ agency, clearance, classes, roles }: Caller, name: typeof RECALLS | typeof APPROVALS): Stream {
    const highest = Math.max(...PURPOSES.map(({ code }) => this.directory.clearanceOf({ agency, purpose: code })));
    if ((clearance < highest && !roles.includes('data-protection-officer')) || (name === APPROVALS && (classes & CUSTODY) === 0)) {
      throw Refusal.because('ACTION_NOT_ALLOWED', 'stream', 'directory', 'This client may not see all that the stream carries.');
    }
    return toldOn(name, agency);
  }

  /** A feed is read under its standing subscription and today's memberships: the stream's purpose, basis and classes, and no more than the client's own. */
  #subscriber(caller: Caller, stream: Stream): Caller {
    const audiences = this.directory.audiencesOf(caller.agency); // a follower's own are as old as its subscription
    return { ...caller, audiences, purpose: stream.purpose, legalBasis: stream.legalBasis, classes: caller.classes & stream.classes };
  }

  #place(caller: Caller, name: string, after: string | null): Place {
    if (after === null) return START;
    const [xid = '', seq = ''] = this.cursors.open(caller.agency, `deliveries/${name}`, after).split('/');
    return { xid, seq };
  }

  #delivery(caller: Caller, entry: Entry, event: Disclosed<RecipientEvent>): Disclosed<Delivery> {
    const cursor = this.cursors.seal(caller.agency, `deliveries/${entry.stream}`, `${entry.xid}/${entry.seq}`);
    return reshape(event, ({ attributes }): Delivery => ({
      cursor, id: attributes.id, type: attributes.type, time: attributes.time, kind: attributes.kind,
      recordId: attributes.subject, version: Number(attributes.recordversion ?? 0), event: structured(event),
    }));
  }
}
