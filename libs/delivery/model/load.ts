import type { Stream } from '#libs/directory';
import type { Entry } from './event.js';

/** Some of what waits on one stream, in order. */
export interface Share {
  readonly stream: Stream;
  readonly entries: readonly Entry[];
}

/** What is rendered in one statement and leaves in one request. */
export type Load = readonly Share[];

/** What waits, stream by stream; without streams that are closed, or whose agency is suspended, since: nothing is sent, nothing is lost. */
export function sharesOf(waiting: readonly Entry[], streams: readonly Stream[]): Share[] {
  const byName = new Map(streams.map((stream) => [nameOf(stream), { stream, entries: [] as Entry[] }]));
  for (const entry of waiting) byName.get(nameOf({ agency: entry.agency, name: entry.stream }))?.entries.push(entry);
  return [...byName.values()].filter(({ entries }) => entries.length > 0);
}

/** Loads of about `most` entries. Each stream has its part of every load, so that one on which much waits does not hold up the others. */
export function loadsOf(shares: readonly Share[], most: number): Load[] {
  if (shares.length === 0) return [];
  const count = shares.reduce((sum, { entries }) => sum + entries.length, 0);
  if (count <= most) return [shares];
  const each = Math.max(1, Math.floor(most / shares.length));
  const rest = shares.map(({ stream, entries }) => ({ stream, entries: entries.slice(each) })).filter(({ entries }) => entries.length > 0);
  return [shares.map(({ stream, entries }) => ({ stream, entries: entries.slice(0, each) })), ...loadsOf(rest, most)];
}

export function nameOf({ agency, name }: Pick<Stream, 'agency' | 'name'>): string {
  return `${agency}/${name}`;
}
