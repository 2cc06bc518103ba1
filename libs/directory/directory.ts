import { purposeMask } from '#libs/contracts';
import { systemClock, type Clock } from '#libs/kernel';
import type { ClientRegistry, RegisteredClient } from '#libs/identity';
import type { Database } from '#libs/postgres';
import type { Agency, KnownClient, RegisteredDocument, Stream } from './model/participant.js';
import { keyOfDocument, Snapshot } from './model/snapshot.js';
import { ChangeBell } from './postgres/change-bell.js';
import { readRegister, readRevision } from './postgres/read-register.js';

/** Milliseconds between two looks at the revision: a change is seen within a second at the worst. */
const PAUSE = 500;

/**
 * Who takes part, at hand without waiting: every look-up is answered from a snapshot in memory, which
 * follows the tables within a second. Expired streams are gone at once.
 */
export class Directory implements ClientRegistry {
  readonly #bell: ChangeBell;
  readonly #listeners = new Set<() => void>();
  #closed = false;
  #seen: number;
  #following: Promise<void> = Promise.resolve();
  #turn: Promise<void> = Promise.resolve();

  private constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private snapshot: Snapshot,
  ) {
    this.#bell = new ChangeBell(database, PAUSE);
    this.#seen = performance.now();
  }

  /** Reads the register and follows it until `close`. */
  static async open(database: Database, clock: Clock = systemClock): Promise<Directory> {
    const directory = new Directory(database, clock, new Snapshot(await readRegister(database)));
    directory.#following = directory.#follow();
    return directory;
  }

  agency(code: string): Agency | null {
    return this.snapshot.agencies.get(code) ?? null;
  }

  /** In the order of their codes. */
  agencies(): Agency[] {
    return [...this.snapshot.agencies.values()];
  }

  /** Those that the hub deals with at the moment: not suspended, and with a client that speaks for them. */
  served(): Agency[] {
    const spokenFor = new Set([...this.snapshot.clients.values()].map(({ agency }) => agency));
    return this.agencies().filter(({ code }) => spokenFor.has(code) && !this.snapshot.suspended.has(code));
  }

  /** A client of a suspended agency is nobody. */
  client(id: string): KnownClient | null {
    const client = this.snapshot.clients.get(id);
    return client && !this.snapshot.suspended.has(client.agency ?? '') ? client : null;
  }

  /** Those that speak for the agency, suspended or not, by id. */
  clientsOf(agency: string): KnownClient[] {
    return [...this.snapshot.clients.values()].filter((client) => client.agency === agency);
  }

  /** Whether the supervisory authority has a client here. */
  hasSupervisor(): boolean {
    return [...this.snapshot.clients.values()].some(({ roles }) => roles.includes('supervisor'));
  }

  find(id: string): RegisteredClient | null {
    return this.client(id);
  }

  /** All streams that have not expired. */
  streams(): Stream[] {
    const now = this.clock.now();
    return this.snapshot.streams.filter((stream) => stream.expiresAt > now);
  }

  /** Of those, the ones on which something may be sent now; what is for the others is kept for them. */
  servedStreams(): Stream[] {
    const served = new Set(this.served().map(({ code }) => code));
    return this.streams().filter(({ agency }) => served.has(agency));
  }

  streamsOf(agency: string): Stream[] {
    return this.streams().filter((stream) => stream.agency === agency);
  }

  /** The agency's own document of this id; null for another agency's as for one that nobody has. */
  document(agency: string, id: string): RegisteredDocument | null {
    return this.snapshot.documents.get(keyOfDocument(agency, id)) ?? null;
  }

  /** An agency's documents, or everybody's, by agency and id. */
  documents(agency: string | null = null): RegisteredDocument[] {
    return [...this.snapshot.documents.values()].filter((document) => agency === null || document.agency === agency);
  }

  /** The highest TLP rank that a stream may carry: that of its agency's best cleared client who may act for its purpose; -1 where there is none. */
  clearanceOf({ agency, purpose }: Pick<Stream, 'agency' | 'purpose'>): number {
    return this.snapshot.clearanceFor(agency, purposeMask(purpose));
  }

  /** The audiences an agency belongs to: itself, then its task forces. */
  audiencesOf(agency: string): string[] {
    return [agency, ...this.snapshot.taskForcesOf(agency, this.clock.now())];
  }

  /** Milliseconds since the snapshot was last known to be the tables' content. */
  age(): number {
    return performance.now() - this.#seen;
  }

  /** Calls `listener` after each change that has reached the snapshot; returns the way to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Looks at the tables now; for whoever has just written and wants to read it. */
  refresh(): Promise<void> {
    // In turn: of two looks at once the one begun earlier could end later and bring back what was.
    const look = this.#turn.then(() => this.#look());
    this.#turn = look.catch(() => undefined);
    return look;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#bell.close();
    await this.#following;
  }

  async #look(): Promise<void> {
    const start = performance.now();
    if ((await readRevision(this.database)) !== this.snapshot.revision) {
      this.snapshot = new Snapshot(await readRegister(this.database));
      for (const listener of this.#listeners) listener();
    }
    this.#seen = start;
  }

  async #follow(): Promise<void> {
    while (!this.#closed) {
      await this.#bell.wait();
      if (this.#closed) return;
      // PostgreSQL may be away for a while: `age` tells, and callers are turned away when it grows.
      await this.refresh().catch(() => undefined);
    }
  }
}
