import { CLASSES } from '#libs/contracts';
import type { Sliced } from './sealing.js';

/** Where a version stands in its record's life. */
export interface Standing {
  readonly id: string;
  readonly version: number;
  readonly changed: number;
  readonly changes: readonly number[];
  readonly changedAt: readonly string[];
  readonly sliceVersions: readonly number[];
}

export function firstStanding(id: string, slices: Sliced, at: string): Standing {
  const changed = slices.digests.reduce((mask, digest, bit) => (digest === '' ? mask : mask | (1 << bit)), 0);
  return { id, version: 1, changed, changes: [changed], changedAt: [at], sliceVersions: versionsAfter([], changed, 1) };
}

/** What an amendment needs to know of the version it replaces. */
export interface Replaced {
  readonly version: number;
  readonly changes: readonly number[];
  readonly changed_at: readonly Date[];
  readonly slice_versions: readonly number[];
}

export function nextStanding(id: string, before: Replaced, changed: number, at: string): Standing {
  const version = before.version + 1;
  return {
    id, version, changed, changes: [...before.changes, changed],
    changedAt: [...before.changed_at.map((time) => time.toISOString()), at],
    sliceVersions: versionsAfter(before.slice_versions, changed, version),
  };
}

function versionsAfter(before: readonly number[], changed: number, version: number): number[] {
  return CLASSES.map(({ bit }) => (changed & (1 << bit) ? version : (before[bit] ?? 0)));
}

/** The version number that a mask shows: how many versions changed something it sees. */
export function visibleVersion(changes: readonly number[], mask: number): number {
  return changes.filter((change) => (change & mask) !== 0).length;
}
