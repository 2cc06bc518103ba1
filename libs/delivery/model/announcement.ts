import { purposeMask } from '#libs/contracts';
import type { Stream } from '#libs/directory';

/** What a recipient will be told on one of its streams. No body: that is rendered when it is sent. */
export interface Announcement {
  readonly agency: string;
  readonly stream: string;
  readonly type: 'record.submitted.v1' | 'record.amended.v1' | 'record.withdrawn.v1' | 'alert.acknowledged.v1';
}

/** How a record looks to agencies before and after a change: mask of classes for an agency and a purpose bit. */
export interface Change {
  readonly kind: string;
  readonly originator: string;
  readonly changed: number;
  before(agency: string, purpose: number): number;
  after(agency: string, purpose: number): number;
}

/** A change is announced where something visible changed, appeared or went away, and nowhere else: hidden changes stay hidden. */
export function announcementsOf(change: Change, streams: readonly Stream[], now: Date): Announcement[] {
  return streams
    .filter((stream) => stream.agency !== change.originator && stream.kinds.includes(change.kind) && stream.expiresAt > now)
    .flatMap((stream) => {
      const type = typeFor(change, stream);
      return type ? [{ agency: stream.agency, stream: stream.name, type }] : [];
    });
}

function typeFor(change: Change, stream: Stream): Announcement['type'] | null {
  const purpose = purposeMask(stream.purpose);
  const before = change.before(stream.agency, purpose) & stream.classes;
  const after = change.after(stream.agency, purpose) & stream.classes;
  if (before === 0) return after === 0 ? null : 'record.submitted.v1';
  if (after === 0) return 'record.withdrawn.v1';
  return (change.changed & after) !== 0 || before !== after ? 'record.amended.v1' : null;
}
