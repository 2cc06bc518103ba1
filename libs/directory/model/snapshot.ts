import type { Agency, KnownClient, Stream } from './participant.js';

/** The register's content at one revision. */
export interface Register {
  /** Grows by one with each change. */
  readonly revision: bigint;
  readonly agencies: readonly Agency[];
  readonly clients: readonly KnownClient[];
  readonly streams: readonly Stream[];
  /** Codes of the agencies that are shut out for the time being. */
  readonly suspended: readonly string[];
}

/** The register, indexed once and never changed: a reader keeps one view for as long as it needs it. */
export class Snapshot {
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly clients: ReadonlyMap<string, KnownClient>;
  readonly streams: readonly Stream[];
  readonly suspended: ReadonlySet<string>;
  readonly revision: bigint;

  constructor(register: Register) {
    this.revision = register.revision;
    this.suspended = new Set(register.suspended);
    this.agencies = new Map(register.agencies.map((agency) => [agency.code, Object.freeze(agency)]));
    this.clients = new Map(register.clients.map((client) => [client.id, Object.freeze(client)]));
    this.streams = Object.freeze(register.streams.map((stream) => Object.freeze(stream)));
  }
}
