import type { AgencyTopics } from '#libs/kafka';
import type { Directory } from './directory.js';
import type { Stream } from './model/participant.js';

/** The broker as the directory needs it; both calls may be repeated and cost little when nothing changed. */
export interface ProvisionedBroker {
  align(served: readonly AgencyTopics[], barred: readonly string[]): Promise<void>;
}

export interface ProvisionedUsers {
  align(agencies: readonly string[]): Promise<void>;
}

/** Milliseconds until what failed is tried again: a broker that answers is in line within a second. */
const RETRY = 500;
/** Milliseconds between two looks when nothing changed: whatever others did to the rights is undone. */
const SWEEP = 60_000;

/**
 * Brings the broker to what the directory says, and keeps it there: users, topics and rights are made and
 * withdrawn as agencies and streams come and go. An expiry is a change like any other. Whatever fails is
 * told and done again, from the directory as it is then, so a crash leaves nothing half done for long.
 */
export class Provisioning {
  #closed = false;
  #life: Promise<void> | null = null;
  #wake: () => void = () => undefined;
  /** Since when (performance.now()) the broker may be behind the directory; null when it is in line. */
  #behindSince: number | null = performance.now();

  constructor(
    private readonly directory: Directory,
    private readonly broker: ProvisionedBroker,
    private readonly users: ProvisionedUsers | null,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.#life ??= this.#live();
  }

  /** Milliseconds for which the broker has been behind the directory; 0 when it is in line. */
  behind(): number {
    return this.#behindSince === null ? 0 : performance.now() - this.#behindSince;
  }

  /** Aligns now. Rights and users do not wait for each other: a login without rights opens nothing, nor do rights without a login. */
  async once(): Promise<void> {
    const begun = performance.now();
    const { served, barred } = standing(this.directory);
    const ends = await Promise.allSettled([this.broker.align(served, barred), this.users?.align(served.map(({ agency }) => agency))]);
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure) throw failure.reason;
    if (this.#behindSince !== null && this.#behindSince <= begun) this.#behindSince = null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#life;
  }

  async #live(): Promise<void> {
    let changed = true;
    const deaf = this.directory.onChange(() => {
      changed = true;
      this.#behindSince ??= performance.now();
      this.#wake();
    });
    while (!this.#closed) {
      changed = false;
      const wait = await this.once().then(() => this.#calm(), (error: unknown) => (this.failed(error), RETRY));
      if (!changed) await this.#wait(wait);
    }
    deaf();
  }

  /** Until the next stream expires, or the next sweep. */
  #calm(): number {
    const expiry = Math.min(...this.directory.streams().map(({ expiresAt }) => expiresAt.getTime() - Date.now()));
    return Math.max(10, Math.min(SWEEP, expiry + 1));
  }

  async #wait(milliseconds: number): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resume) => {
      const timer = setTimeout(resume, milliseconds);
      this.#wake = () => (clearTimeout(timer), resume());
    });
    this.#wake = () => undefined;
  }
}

/** Who is served at the broker, and with which streams; the rest of the directory has no business there. */
function standing(directory: Directory): { served: AgencyTopics[]; barred: string[] } {
  const serves = new Set(directory.served().map(({ code }) => code));
  return {
    served: [...serves].map((agency) => ({ agency, streams: directory.streamsOf(agency).map(topicOf) })),
    barred: directory.agencies().map(({ code }) => code).filter((code) => !serves.has(code)),
  };
}

/** Of a record only its last version matters; alerts are all read. */
function topicOf(stream: Stream): AgencyTopics['streams'][number] {
  return { name: stream.name, compacted: !stream.kinds.includes('alert') };
}
