import type { Disclosure } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { rejectionMessage } from './kafka/rejection-message.js';
import type { UnsentRejection } from './model/rejection.js';
import type { Outlet } from './outlet.js';
import { rejectionsSent, unsentRejections } from './postgres/entry.store.js';

const AT_ONCE = 200;

export interface RejectionsDesk {
  readonly database: Database;
  readonly disclosure: Disclosure;
  readonly outlet: Outlet;
  /** The agency as the one to whom its own topic speaks. */
  readonly callerOf: (agency: string) => Caller;
}

/** Tells agencies which of their submissions were refused, and why; each agency's line is durable first. @returns how many were sent */
export async function sendRejections({ database, disclosure, outlet, callerOf }: RejectionsDesk): Promise<number> {
  const rejections = await unsentRejections(database, AT_ONCE);
  if (rejections.length === 0) return 0;
  for (const [agency, ids] of idsByAgency(rejections)) await disclosure.account(callerOf(agency), ids);
  await outlet.producer.sendAll(rejections.map((rejection) => ({
    topic: outlet.topics.rejections(rejection.agency),
    messages: [rejectionMessage(rejection)],
  })));
  await rejectionsSent(database, rejections.map((rejection) => rejection.id));
  return rejections.length;
}

/** Ids of events by the agency that they are for. */
export function idsByAgency(events: readonly Pick<UnsentRejection, 'agency' | 'id'>[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { agency, id } of events) ids.set(agency, [...(ids.get(agency) ?? []), id]);
  return ids;
}
