import type { Issue } from '#libs/kernel';
import type { Database, Statement } from '#libs/postgres';
import type { Entry } from '../model/event.js';
import type { UnsentRejection } from '../model/rejection.js';

const WAITING: Statement = { name: 'delivery.waiting', text: 'select * from delivery.waiting($1)' };
const ENTRIES: Statement = { name: 'delivery.entries', text: 'select * from delivery.entries($1, $2, $3, $4, $5)' };
const WITHOUT_LINE: Statement = { name: 'delivery.without_line', text: 'select delivery.without_line($1, $2, $3) as places' };
const ADVANCE: Statement = { name: 'delivery.advance', text: 'select delivery.advance($1, $2, $3, $4)' };

/** A place in one agency's stream; entries are ordered by transaction, then sequence. */
export interface Place {
  readonly xid: string;
  readonly seq: string;
}

export const START: Place = { xid: '0', seq: '0' };

export async function follow(database: Database, streams: readonly { agency: string; name: string }[]): Promise<void> {
  await database.query('select delivery.follow($1, $2)', [streams.map((s) => s.agency), streams.map((s) => s.name)]);
}

/** Up to `limit` entries of each stream that the relay has not sent. */
export function waiting(database: Database, limit: number): Promise<Entry[]> {
  return database.run<Entry>(WAITING, [limit]);
}

/** The last of each stream's entries that were sent. */
export async function advance(database: Database, sent: readonly Entry[]): Promise<void> {
  await database.run(ADVANCE, [sent.map(({ agency }) => agency), sent.map(({ stream }) => stream), sent.map(({ xid }) => xid), sent.map(({ seq }) => seq)]);
}

/** Of the caller's own agency, as `callerFacts` tells PostgreSQL of it. */
export function entriesAfter(database: Database, caller: string, stream: string, after: Place, limit: number): Promise<Entry[]> {
  return database.run<Entry>(ENTRIES, [caller, stream, after.xid, after.seq, limit]);
}

export async function reject(database: Database, rejection: { agency: string; id: string; eventId: string; issues: readonly Issue[] }): Promise<void> {
  const { agency, id, eventId, issues } = rejection;
  await database.query('select delivery.reject($1, $2, $3, $4)', [agency, id, eventId, JSON.stringify(issues)]);
}

export function unsentRejections(database: Database, limit: number): Promise<UnsentRejection[]> {
  return database.query<UnsentRejection>('select * from delivery.unsent_rejections($1)', [limit]);
}

export async function rejectionsSent(database: Database, ids: readonly string[]): Promise<void> {
  await database.query('select delivery.rejections_sent($1)', [ids]);
}

/** @returns places from 0 of the messages whose event no line of the agency's ledger names */
export async function placesWithoutLine(database: Database, agency: string, messages: readonly { event: string; sent: Date }[]): Promise<number[]> {
  const [row] = await database.run<{ places: number[] }>(WITHOUT_LINE, [agency, messages.map(({ event }) => event), messages.map(({ sent }) => sent)]);
  return row!.places.map((place) => place - 1);
}
