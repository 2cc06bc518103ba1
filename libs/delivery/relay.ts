import { PURPOSES } from '#libs/contracts';
import type { Directory, Stream } from '#libs/directory';
import type { Disclosure } from '#libs/disclosure';
import { systemIds, type Caller, type Ids } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { messagesFor } from './kafka/recipient-message.js';
import { eventOf, type Entry } from './model/event.js';
import { advance, follow, waiting } from './postgres/entry.store.js';
import type { AddressedBatch, Outlet } from './outlet.js';
import { sendRejections } from './send-rejections.js';

export interface RelaySettings {
  /** Entries of one stream sent at once. */
  readonly batch: number;
  /** Milliseconds between two looks when little was waiting: how much later an event may leave. */
  readonly pause: number;
  /** Of the operations that its lines name. */
  readonly ids: Ids;
}

const USUAL: RelaySettings = { batch: 500, pause: 50, ids: systemIds };
/** One relay at a time, over all processes: a session lock on this number. */
const LOCK = 7_261_001;

/**
 * Sends what the recipient ledger holds to its topics: at least once, in order per record. The
 * position moves only after the broker has acknowledged, so a crash repeats and never loses.
 */
export class Relay {
  #running = true;
  #life: Promise<void> | null = null;
  private readonly settings: RelaySettings;
  /** Entries sent since the start, for metrics. */
  sent = 0;

  constructor(
    private readonly database: Database,
    private readonly disclosure: Disclosure,
    private readonly directory: Directory,
    private readonly outlet: Outlet,
    settings: Partial<RelaySettings> = {},
  ) {
    this.settings = { ...USUAL, ...settings };
  }

  start(failed: (error: unknown) => void): void {
    this.#life ??= this.#live(failed);
  }

  async close(): Promise<void> {
    this.#running = false;
    await this.#life;
  }

  async #live(failed: (error: unknown) => void): Promise<void> {
    while (this.#running) {
      try {
        await this.#relayWhileLeading();
      } catch (error) {
        failed(error);
      }
      await this.#wait(1_000);
    }
  }

  async #relayWhileLeading(): Promise<void> {
    const session = await this.database.session();
    let broken: Error | undefined;
    session.on('error', (error) => { broken = error; });
    try {
      const { rows } = await session.query('select pg_try_advisory_lock($1) as leading', [LOCK]);
      while (this.#running && rows[0].leading && !broken) {
        // Below a full batch, what comes within a moment leaves together: a send costs much more than an entry.
        if ((await this.pass()) < this.settings.batch) await this.#wait(this.settings.pause);
      }
    } finally {
      await session.end().catch(() => undefined); // the lock goes with its session, whatever happened
    }
  }

  /** Sends what waits now. @returns how many entries and rejections left */
  async pass(): Promise<number> {
    const streams = this.directory.servedStreams();
    await this.#followNew(streams);
    const byStream = groupByStream(await waiting(this.database, this.settings.batch));
    const sends = [...[...byStream.values()].map((entries) => this.#send(entries, streams)), this.#rejections()];
    const ends = await Promise.allSettled(sends); // one recipient's trouble is not another's
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
    return ends.reduce((sum, end) => sum + (end.status === 'fulfilled' ? end.value : 0), 0);
  }

  async #send(entries: readonly Entry[], streams: readonly Stream[]): Promise<number> {
    const { agency, stream: name } = entries[0]!;
    const stream = streams.find((one) => one.agency === agency && one.name === name);
    if (!stream) return 0; // closed, or its agency suspended, since: nothing is sent, nothing is lost
    const asked = entries.map((entry) => ({ id: entry.record_id, kind: entry.kind, version: entry.version, entry: entry.id }));
    const views = await this.disclosure.render(this.#standing(stream), asked);
    const messages = entries.map((entry, place) => messagesFor(eventOf(entry, views[place]!)));
    const batches: AddressedBatch[] = [
      { topic: this.outlet.topics.outbound(agency, name), messages: messages.map(({ message }) => message) },
      { topic: this.outlet.topics.recalls(agency), messages: messages.flatMap(({ recall }) => (recall ? [recall] : [])) },
    ];
    await this.outlet.producer.sendAll(batches);
    await advance(this.database, { agency, stream: name }, entries[entries.length - 1]!);
    this.sent += entries.length;
    return entries.length;
  }

  #rejections(): Promise<number> {
    const { database, disclosure, outlet } = this;
    return sendRejections({ database, disclosure, outlet, callerOf: (agency) => this.#onTopic(agency) });
  }

  /** What an agency is told of its own submissions is no record of any kind: its first stream says for what it takes part. */
  #onTopic(agency: string): Caller {
    const stream = this.directory.streamsOf(agency)[0];
    return {
      agency, client: 'topic', officer: null, audiences: this.directory.audiencesOf(agency), roles: ['officer'], classes: 0, clearance: 0,
      purpose: stream?.purpose ?? PURPOSES[0]!.code, legalBasis: stream?.legalBasis ?? 'none given', caseReference: null, operationId: this.settings.ids.sending(agency, 'rejections'),
    };
  }

  /** A stream has no officer behind it: its standing subscription stands in for the request. */
  #standing(stream: Stream): Caller {
    return {
      agency: stream.agency, client: `stream:${stream.name}`, officer: null, audiences: this.directory.audiencesOf(stream.agency), roles: [],
      classes: stream.classes, clearance: this.directory.clearanceOf(stream), purpose: stream.purpose, legalBasis: stream.legalBasis,
      caseReference: null, operationId: this.settings.ids.sending(stream.agency, stream.name),
    };
  }

  readonly #followed = new Set<string>();

  async #followNew(streams: readonly Stream[]): Promise<void> {
    const fresh = streams.filter((stream) => !this.#followed.has(`${stream.agency}/${stream.name}`));
    if (fresh.length === 0) return;
    await follow(this.database, fresh);
    for (const stream of fresh) this.#followed.add(`${stream.agency}/${stream.name}`);
  }

  async #wait(milliseconds: number): Promise<void> {
    if (this.#running) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}

function groupByStream(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = `${entry.agency}/${entry.stream}`;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

