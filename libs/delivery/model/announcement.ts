import { purposeMask } from '#libs/contracts';
import type { Stream } from '#libs/directory';

/** What a recipient will be told on one of its streams. No body: that is rendered when it is sent. */
export interface Announcement {
  readonly agency: string;
  readonly stream: string;
  readonly type: 'record.submitted.v1' | 'record.amended.v1' | 'record.withdrawn.v1' | 'alert.acknowledged.v1';
}

/** A standing subscription with the highest TLP rank that what it brings may have. */
export type ClearedStream = Stream & { readonly clearance: number };

/** How a record looks to agencies before and after a change: mask of classes for an agency, a purpose bit and a clearance. */
export interface Change {
  readonly kind: string;
  readonly originator: string;
  readonly changed: number;
  before(agency: string, purpose: number, clearance: number): number;
  after(agency: string, purpose: number, clearance: number): number;
}

/** A change is announced where something visible changed, appeared or went away, and nowhere else: hidden changes stay hidden. */
export function announcementsOf(change: Change, streams: readonly ClearedStream[], now: Date): Announcement[] {
  return streams
    .filter((stream) => stream.agency !== change.originator && stream.kinds.includes(change.kind) && stream.expiresAt > now)
    .flatMap((stream) => {
      const type = typeFor(change, stream);
      return type ? [{ agency: stream.agency, stream: stream.name, type }] : [];
    });
}

function typeFor(change: Change, stream: ClearedStream): Announcement['type'] | null {
  const purpose = purposeMask(stream.purpose);
  const before = change.before(stream.agency, purpose, stream.clearance) & stream.classes;
  const after = change.after(stream.agency, purpose, stream.clearance) & stream.classes;
  if (before === 0) return after === 0 ? null : 'record.submitted.v1';
  if (after === 0) return 'record.withdrawn.v1';
  return (change.changed & after) !== 0 || before !== after ? 'record.amended.v1' : null;
}
