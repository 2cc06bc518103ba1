import { announcementsOf, type Change } from '#libs/delivery';
import type { Agency, Directory } from '#libs/directory';
import { Refusal, type Caller, type Clock, type Ids } from '#libs/kernel';
import type { Envelope, Keyring } from '#libs/keys';
import type { Database } from '#libs/postgres';
import type { Participant } from '../model/audience.js';
import type { Kinds } from '../model/kinds.js';
import type { IdentifiedAnnouncement } from '../postgres/record.store.js';

/** What every action on a record needs. */
export class RecordKeeping {
  constructor(
    readonly database: Database,
    readonly directory: Directory,
    readonly sealing: { readonly envelope: Envelope; readonly keyring: Keyring },
    readonly kinds: Kinds,
    readonly source: { readonly clock: Clock; readonly ids: Ids },
  ) {}

  get envelope(): Envelope {
    return this.sealing.envelope;
  }

  agencies(): Participant[] {
    return this.directory.agencies().map((agency) => this.#participant(agency));
  }

  /** The agency a caller writes for. @throws Refusal ACTION_NOT_ALLOWED for whoever may not write */
  writer(caller: Caller): Participant {
    if (!caller.roles.includes('officer')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role officer', 'This client may not hand anything in.');
    return this.agency(caller.agency);
  }

  /** @throws Refusal ACTION_NOT_ALLOWED for whoever is no participant */
  agency(code: string): Participant {
    const agency = this.directory.agency(code);
    if (!agency) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory', 'The caller belongs to no participating agency.');
    return this.#participant(agency);
  }

  #participant({ code, type, regime }: Agency): Participant {
    const [, ...taskForces] = this.directory.audiencesOf(code);
    return { agency: code, type, regime, taskForces };
  }

  announce(record: string, change: Change): IdentifiedAnnouncement[] {
    const { clock, ids } = this.source;
    const streams = this.directory.streams().map((stream) => ({ ...stream, clearance: this.directory.clearanceOf(stream) }));
    return announcementsOf(change, streams, clock.now()).map((entry) => ({ ...entry, id: ids.delivery(entry.agency, entry.stream, record) }));
  }
}
