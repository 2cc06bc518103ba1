import { announcementsOf, type Change } from '#libs/delivery';
import type { Directory } from '#libs/directory';
import { Refusal, type Caller, type Clock, type Ids } from '#libs/kernel';
import type { Envelope } from '#libs/keys';
import type { Database } from '#libs/postgres';
import type { AudienceLabel } from '#libs/policy';
import type { Kinds } from '../model/kinds.js';
import type { IdentifiedAnnouncement } from '../postgres/record.store.js';

/** What every action on a record needs. */
export class RecordKeeping {
  constructor(
    readonly database: Database,
    readonly directory: Directory,
    readonly envelope: Envelope,
    readonly kinds: Kinds,
    readonly source: { readonly clock: Clock; readonly ids: Ids },
  ) {}

  agencies(): AudienceLabel[] {
    return this.directory.agencies().map(({ code, type, regime }) => ({ agency: code, type, regime }));
  }

  /** The agency a caller writes for. @throws Refusal ACTION_NOT_ALLOWED for whoever may not write */
  writer(caller: Caller): AudienceLabel {
    if (!caller.roles.includes('officer')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role officer', 'This client may not hand anything in.');
    return this.agency(caller.agency);
  }

  /** @throws Refusal ACTION_NOT_ALLOWED for whoever is no participant */
  agency(code: string): AudienceLabel {
    const agency = this.directory.agency(code);
    if (!agency) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory', 'The caller belongs to no participating agency.');
    return { agency: agency.code, type: agency.type, regime: agency.regime };
  }

  announce(record: string, change: Change): IdentifiedAnnouncement[] {
    const { clock, ids } = this.source;
    const streams = this.directory.streams().map((stream) => ({ ...stream, clearance: this.directory.clearanceOf(stream) }));
    return announcementsOf(change, streams, clock.now()).map((entry) => ({ ...entry, id: ids.delivery(entry.agency, entry.stream, record) }));
  }
}
