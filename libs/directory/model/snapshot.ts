import type { Agency, KnownClient, Membership, RegisteredDocument, Stream, TaskForce } from './participant.js';

/** The register's content at one revision. */
export interface Register {
  /** Grows by one with each change. */
  readonly revision: bigint;
  readonly agencies: readonly Agency[];
  readonly clients: readonly KnownClient[];
  readonly streams: readonly Stream[];
  /** Codes of the agencies that are shut out for the time being. */
  readonly suspended: readonly string[];
  readonly taskForces: readonly TaskForce[];
  /** Of members that have not left. */
  readonly memberships: readonly Membership[];
  readonly documents: readonly RegisteredDocument[];
}

/** The register, indexed once and never changed: a reader keeps one view for as long as it needs it. */
export class Snapshot {
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly clients: ReadonlyMap<string, KnownClient>;
  readonly streams: readonly Stream[];
  readonly suspended: ReadonlySet<string>;
  readonly taskForces: ReadonlyMap<string, TaskForce>;
  readonly #memberships: readonly Membership[];
  /** What was asked for before, by agency and purpose. */
  readonly #clearances = new Map<string, number>();
  /** By agency and id together, as `keyOfDocument` joins them. */
  readonly documents: ReadonlyMap<string, RegisteredDocument>;
  readonly revision: bigint;

  constructor(register: Register) {
    this.revision = register.revision;
    this.suspended = new Set(register.suspended);
    this.agencies = new Map(register.agencies.map((agency) => [agency.code, Object.freeze(agency)]));
    this.clients = new Map(register.clients.map((client) => [client.id, Object.freeze(client)]));
    this.streams = Object.freeze(register.streams.map((stream) => Object.freeze(stream)));
    this.taskForces = new Map(register.taskForces.map((taskForce) => [taskForce.code, Object.freeze(taskForce)]));
    this.#memberships = register.memberships;
    this.documents = new Map(register.documents.map((document) => [keyOfDocument(document.agency, document.id), Object.freeze(document)]));
  }

  /** The highest TLP rank for which a client of the agency is cleared that may act for the purpose; -1 where there is none. */
  clearanceFor(agency: string, purpose: number): number {
    const key = `${agency}/${purpose}`;
    const known = this.#clearances.get(key);
    if (known !== undefined) return known;
    const readers = [...this.clients.values()].filter((client) => client.agency === agency && (client.purposes & purpose) !== 0);
    const best = Math.max(-1, ...readers.map(({ clearance }) => clearance));
    this.#clearances.set(key, best);
    return best;
  }

  /** Codes of the task forces an agency belongs to at that moment, in order. */
  taskForcesOf(agency: string, now: Date): string[] {
    return this.#memberships
      .filter((one) => one.agency === agency)
      .filter(({ since, until, taskForce }) => since <= now && (until === null || until > now) && this.taskForces.get(taskForce)!.expiresAt > now)
      .map(({ taskForce }) => taskForce);
  }
}

/** An id alone names nothing: two agencies may have registered the same text, or only one of them. */
export function keyOfDocument(agency: string, id: string): string {
  return `${agency}/${id}`;
}
