import { PURPOSES } from '#libs/contracts';
import type { Directory, Stream } from '#libs/directory';
import type { Disclosure } from '#libs/disclosure';
import { systemIds, type Caller, type Ids } from '#libs/kernel';
import { Bell, type Database } from '#libs/postgres';
import { messagesFor } from './kafka/recipient-message.js';
import { loadsOf, nameOf, sharesOf, type Load } from './model/load.js';
import { TOLD, toldOn } from './model/told-streams.js';
import { advance, follow, waiting } from './postgres/entry.store.js';
import type { AddressedBatch, Outlet } from './outlet.js';
import { renderEntries } from './render-entries.js';
import { sendRejections } from './send-rejections.js';

export interface RelaySettings {
  /** Entries of one stream looked at, and about as many of all streams sent, at once. */
  readonly batch: number;
  /** Milliseconds at most between two looks when little was waiting: how much later an event may leave of which no notice came. */
  readonly pause: number;
  /** Of the operations that its lines name. */
  readonly ids: Ids;
}

const USUAL: RelaySettings = { batch: 500, pause: 50, ids: systemIds };
/** One relay at a time, over all processes: a session lock on this number. */
const LOCK = 7_261_001;
/** Milliseconds for which a load may stand rendered before it leaves; after that it is rendered again. */
const FRESH = 1_000;

interface RenderedLoad {
  readonly load: Load;
  /** On the clock of `performance.now`. */
  readonly at: number;
  readonly batches: readonly AddressedBatch[];
}

/**
 * Sends what the recipient ledger holds to its topics: at least once, in order per record. The
 * position moves only after the broker has acknowledged, so a crash repeats and never loses.
 */
export class Relay {
  #running = true;
  #life: Promise<void> | null = null;
  readonly #bell = new Bell();
  readonly #followed = new Set<string>();
  /** Streams that are sent each by itself, for something went wrong when they were last sent. */
  readonly #apart = new Set<string>();
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
    this.#bell.ring();
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
      if (rows[0].leading) await this.database.listen(session, () => this.#bell.ring());
      while (this.#running && rows[0].leading && !broken) {
        const begun = performance.now();
        if ((await this.pass()) < this.settings.batch) await this.#rest(performance.now() - begun);
      }
    } finally {
      await session.end().catch(() => undefined); // the lock goes with its session, whatever happened
    }
  }

  /** What comes within a moment leaves together, for a send costs much more than an entry: it rests as long as it worked, then until something is kept. */
  async #rest(worked: number): Promise<void> {
    const { pause } = this.settings;
    await this.#wait(Math.min(worked, pause));
    if (this.#running) await this.#bell.wait(pause);
  }

  /** Sends what waits now. @returns how many entries, and rejections left */
  async pass(): Promise<number> {
    const streams = [...this.directory.servedStreams(), ...this.directory.served().flatMap(({ code }) => TOLD.map((name) => toldOn(name, code)))];
    await this.#followNew(streams);
    const ends = await Promise.allSettled([this.#deliveries(streams), this.#besideRecords(sendRejections)]);
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
    return ends.reduce((sum, end) => sum + (end.status === 'fulfilled' ? end.value : 0), 0);
  }

  /** One recipient's trouble is not another's: after a load that failed, each of its streams goes alone until it has gone well. */
  async #deliveries(streams: readonly Stream[]): Promise<number> {
    const before = this.sent;
    const shares = sharesOf(await waiting(this.database, this.settings.batch), streams);
    const together = loadsOf(shares.filter(({ stream }) => !this.#apart.has(nameOf(stream))), this.settings.batch);
    const alone = shares.filter(({ stream }) => this.#apart.has(nameOf(stream)));
    let failure: unknown;
    for (const loads of [together, ...alone.map((share) => [[share]])]) {
      await this.#sendInTurn(loads).catch((error) => { failure ??= error; });
    }
    if (failure) throw failure;
    return this.sent - before;
  }

  /** A load is rendered while the one before it is sent: one send ahead and no further, for what leaves must be what the rules say now. */
  async #sendInTurn(loads: readonly Load[]): Promise<void> {
    let next: Promise<RenderedLoad> | undefined;
    for (const [place, load] of loads.entries()) {
      try {
        const rendered = await (next ?? this.#render(load));
        const following = loads[place + 1];
        next = following && this.#render(following);
        next?.catch(() => undefined); // told of when its turn comes
        await this.#send(performance.now() - rendered.at > FRESH ? await this.#render(load) : rendered);
      } catch (error) {
        for (const { stream } of load) this.#apart.add(nameOf(stream));
        throw error; // what comes after it on these streams must not overtake it
      }
      for (const { stream } of load) this.#apart.delete(nameOf(stream));
    }
  }

  async #render(load: Load): Promise<RenderedLoad> {
    const at = performance.now();
    const events = await renderEntries(this.disclosure, load.map(({ stream, entries }) => ({
      entries, subscriber: () => this.#standing(stream), told: () => this.#onTopic(stream.agency),
    })));
    const batches = load.flatMap(({ stream: { agency, name } }, which): AddressedBatch[] => {
      const messages = events[which]!.map(messagesFor);
      return [
        { topic: this.outlet.topics.outbound(agency, name), messages: messages.map(({ message }) => message) },
        { topic: this.outlet.topics.recalls(agency), messages: messages.flatMap(({ recall }) => (recall ? [recall] : [])) },
      ];
    });
    return { load, at, batches };
  }

  async #send({ load, batches }: RenderedLoad): Promise<void> {
    await this.outlet.producer.sendAll(batches);
    await advance(this.database, load.map(({ entries }) => entries[entries.length - 1]!));
    this.sent += load.reduce((sum, { entries }) => sum + entries.length, 0);
  }

  #besideRecords(send: typeof sendRejections): Promise<number> {
    const { database, disclosure, outlet } = this;
    return send({ database, disclosure, outlet, callerOf: (agency) => this.#onTopic(agency) });
  }

  /** What an agency is told of its own submissions, and of recalls, is no record of any kind: its first stream says for what it takes part. */
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

  async #followNew(streams: readonly Stream[]): Promise<void> {
    const fresh = streams.filter((stream) => !this.#followed.has(nameOf(stream)));
    if (fresh.length === 0) return;
    await follow(this.database, fresh);
    for (const stream of fresh) this.#followed.add(nameOf(stream));
  }

  async #wait(milliseconds: number): Promise<void> {
    if (this.#running) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}
