import type { Database } from '#libs/postgres';
import { rejectionMessage } from './kafka/rejection-message.js';
import type { Outlet } from './outlet.js';
import { rejectionsSent, unsentRejections } from './postgres/entry.store.js';

const AT_ONCE = 200;

/** Tells agencies which of their submissions were refused, and why. @returns how many were sent */
export async function sendRejections(database: Database, outlet: Outlet): Promise<number> {
  const rejections = await unsentRejections(database, AT_ONCE);
  if (rejections.length === 0) return 0;
  await outlet.producer.sendAll(rejections.map((rejection) => ({
    topic: outlet.topics.rejections(rejection.agency),
    messages: [rejectionMessage(rejection)],
  })));
  await rejectionsSent(database, rejections.map((rejection) => rejection.id));
  return rejections.length;
}
