import type { RecordClass } from '#libs/contracts';
import { classesIn } from '../marked-case.js';
import { eventually } from '../eventually.js';
import type { Hub } from '../hub.js';
import type { StreamEvent } from './client.js';
import type { TopicMessage } from './topics.js';

/** What one exit gave of one record: to the byte, and what it says is to be had by asking. */
export interface Given {
  readonly open: readonly RecordClass[];
  readonly sealed: readonly RecordClass[];
  readonly withheld: readonly RecordClass[];
}

export type ExitName = 'feed' | 'server-sent events' | 'websocket' | 'topic';

/** By exit, then by record id: every event that came of it. */
export type AgencyExits = Readonly<Record<ExitName, ReadonlyMap<string, readonly Given[]>>>;

const FOLLOW = 'subscription($stream: String!, $after: String) { deliveries(stream: $stream, after: $after) { cursor id type recordId version event } }';
const PAGE = 'query($stream: String!, $after: String) { deliveries(stream: $stream, after: $after, first: 100) { edges { cursor node { id type recordId version event } } pageInfo { hasNextPage endCursor } } }';

export interface Delivery {
  readonly cursor: string;
  readonly id: string;
  readonly type: string;
  readonly recordId: string;
  readonly version: number;
  readonly event: any;
}

/** Entries show once no older transaction of the whole server is open, and other tests share the server. */
async function allShow(hub: Hub, client: string, stream: string): Promise<void> {
  await eventually(async () => (await hub.ground.rows(`
    select from delivery.entry where agency = (select c.agency from directory.client c where c.id = $1) and stream = $2 and xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`, [client, stream])).length === 0);
}

/** The pull feed of a client's agency after a cursor, one page of up to 100. */
export async function feedOf(hub: Hub, client: string, after: string | null = null, stream = 'records'): Promise<Delivery[]> {
  await allShow(hub, client, stream);
  const { data, codes, text } = await hub.client.graphql(client, { query: PAGE, variables: { stream, after } });
  if (codes.length) throw new Error(text);
  return data.deliveries.edges.map(({ cursor, node }: { cursor: string; node: Omit<Delivery, 'cursor'> }) => ({ cursor, ...node }));
}

/** Opens the subscription by one of the two protocols. */
export function follow(hub: Hub, by: 'events' | 'socket', agency: string, after: string | null = null, stream = 'records'): AsyncGenerator<StreamEvent> {
  return hub.client[by](agency, { query: FOLLOW, variables: { stream, after } });
}

/** The next `count` deliveries of an open subscription; it stays open. */
export async function take(events: AsyncGenerator<StreamEvent>, count: number): Promise<Delivery[]> {
  const taken: Delivery[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done || value.errors) throw new Error(`the subscription ended: ${JSON.stringify(value)}`);
    taken.push(value.data.deliveries);
  }
  return taken;
}

/** Everything that each exit gives an agency of its records stream, up to and with the record `last`. */
export async function exitsOf(hub: Hub, agency: string, last: string): Promise<AgencyExits> {
  const reader = await hub.topics.read(agency, 'records');
  let feed: Delivery[] = [];
  const there = async () => (feed = await feedOf(hub, agency)).some(({ recordId }) => recordId === last);
  await eventually(there, () => `the feed of ${agency} ends after ${feed.length} entries`);
  const streamed = await Promise.all((['events', 'socket'] as const).map(async (by) => {
    const events = follow(hub, by, agency);
    const taken = await take(events, feed.length);
    await events.return(undefined);
    return taken;
  }));
  const messages = await reader.until((seen) => seen.length >= feed.length && seen.some(({ key }) => key === last));
  return {
    feed: byRecord(feed.map(({ recordId, event }) => [recordId, event])),
    'server-sent events': byRecord(streamed[0]!.map(({ recordId, event }) => [recordId, event])),
    websocket: byRecord(streamed[1]!.map(({ recordId, event }) => [recordId, event])),
    topic: byRecord(messages.map((message) => [message.key, message])),
  };
}

function byRecord(events: readonly (readonly [string, any])[]): Map<string, Given[]> {
  const records = new Map<string, Given[]>();
  for (const [id, event] of events) records.set(id, [...(records.get(id) ?? []), givenBy(event)]);
  return records;
}

/** The words are looked for in everything that came: headers, attributes and data. */
function givenBy(event: { data?: any } & Partial<TopicMessage>): Given {
  const data = typeof event.value === 'string' ? JSON.parse(event.value) : event.data;
  return { open: classesIn(JSON.stringify(event)), sealed: data?.sealed ?? [], withheld: data?.withheld ?? [] };
}
