import { setTimeout as pause } from 'node:timers/promises';
import { purposeMask } from '#libs/contracts';
import { OPERATOR, type Directory } from '#libs/directory';
import type { Ids } from '#libs/kernel';
import { POLICY_HASH } from '#libs/policy';
import type { Database } from '#libs/postgres';
import { extentOf, same, termsIn, united, type Basis, type Extent } from './model/basis.js';
import { batch, latest, open, type RelabelJob, type StreamChange } from './postgres/job.store.js';

export interface RelabelSettings {
  /** Records of one transaction: their writers wait for it. */
  readonly batch: number;
  /**
   * Milliseconds after which no process writes by an older directory any more (`Authenticator` lets nobody
   * in on one of ten seconds): only then is looked again at what was written meanwhile.
   */
  readonly settle: number;
}

const USUAL: RelabelSettings = { batch: 1_000, settle: 15_000 };
/** Milliseconds between two looks at a job that waits. */
const PAUSE = 250;

/**
 * Works stored records' audiences out again where rules or participants changed, and tells those whose
 * view changed. Each batch is a transaction that keeps its place: whatever stops it, it goes on from there,
 * and two at once take turns. Narrowing does not wait for it: the rules are asked again at every read and send.
 */
export class Relabel {
  readonly #settings: RelabelSettings;

  constructor(
    private readonly database: Database,
    private readonly directory: Directory,
    private readonly ids: Ids,
    settings: Partial<RelabelSettings> = {},
  ) {
    this.#settings = { ...USUAL, ...settings };
  }

  latest(): Promise<RelabelJob | null> {
    return latest(this.database);
  }

  /** What would have to be done now; null when nothing would. */
  async due(): Promise<Extent | null> {
    const extent = this.#extent(await this.latest(), this.#basis());
    return extent.reasons.length > 0 ? extent : null;
  }

  /**
   * Does what is due, job after job, until nothing is. `ordered` looks at every record even where nothing changed.
   * @returns the last job; null when there was none to do
   */
  async run(told: (job: RelabelJob) => void = () => undefined, signal?: AbortSignal, ordered = false): Promise<RelabelJob | null> {
    let done: RelabelJob | null = null;
    for (let order = ordered; !signal?.aborted; order = false) {
      const job = await this.#begun(order);
      if (!job) return done;
      done = await this.#finish(job, told, signal);
    }
    return done;
  }

  async #begun(ordered: boolean): Promise<RelabelJob | null> {
    const last = await this.latest();
    const basis = this.#basis();
    if (last?.finished_at === null && !this.#overtaken(last)) return last;
    const extent = this.#extent(last, basis);
    const wanted: Extent = ordered ? { reasons: [...extent.reasons, 'ordered'], agencies: basis.agencies.map(({ code }) => code), taskForces: null } : extent;
    if (wanted.reasons.length === 0) return null;
    const id = this.ids.next();
    await open(this.database, factsOf(id, wanted.reasons), id, basis, wanted);
    return this.latest();
  }

  async #finish(begun: RelabelJob, told: (job: RelabelJob) => void, signal?: AbortSignal): Promise<RelabelJob> {
    const since = performance.now();
    let job = begun;
    while (job.finished_at === null && !signal?.aborted && !this.#overtaken(job)) {
      const settled = performance.now() - since >= this.#settings.settle;
      const next = await batch(this.database, factsOf(job.id, job.reasons), job.id, { ...this.#now(job), limit: this.#settings.batch, settled });
      const waits = same(next, job);
      job = next;
      told(job);
      if (waits) await pause(PAUSE, undefined, { signal }).catch(() => undefined);
    }
    return job;
  }

  #extent(last: RelabelJob | null, basis: Basis): Extent {
    const extent = extentOf(last?.basis ?? null, basis);
    return last?.finished_at === null ? united(extent, { reasons: last.reasons, agencies: last.agencies, taskForces: last.task_forces }) : extent;
  }

  /** A job in its second round waits for little: what changes then need not wait for it. */
  #overtaken(job: RelabelJob): boolean {
    return job.round === 2 && !same(job.basis, this.#basis());
  }

  /** The agencies of a job as they stand at this moment, which may be later than its beginning: what changed since is the next job's, and not undone by this one. */
  #now({ agencies, former }: RelabelJob) {
    const { agencies: standings, streams } = this.#basis();
    const concerned = new Set(agencies);
    const changes = streams.filter(({ agency }) => concerned.has(agency)).map((stream): StreamChange => {
      const was = termsIn(former, stream);
      return { ...stream, was, changed: !same(was, stream) };
    });
    return { agencies: standings.filter(({ code }) => concerned.has(code)), streams: changes };
  }

  #basis(): Basis {
    const agencies = this.directory.agencies().map(({ code, type, regime }) => ({ code, type, regime, audiences: this.directory.audiencesOf(code) }));
    const streams = this.directory.streams().map((stream) => ({
      agency: stream.agency, stream: stream.name, kinds: [...stream.kinds], purpose: purposeMask(stream.purpose),
      classes: stream.classes, clearance: this.directory.clearanceOf(stream),
    }));
    return { policy: POLICY_HASH, agencies, streams };
  }
}

/** `audit.caller` of the hub itself, which reads nothing and serves no agency's purpose. The line's reference says why, its operation is the job. */
function factsOf(job: string, reasons: readonly string[]): string {
  return JSON.stringify({
    agency: OPERATOR, client: 'relabel', officer: null, roles: [], audiences: [], classes: 0, clearance: -1, purpose: 'keeping-audiences',
    purpose_bits: 0, legal_basis: 'LED-29', case_reference: reasons.join('+'), operation_id: job, policy: POLICY_HASH, wanted: 0,
  });
}
