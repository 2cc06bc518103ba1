import { binaryMessage } from '#libs/kafka';
import type { Database } from '#libs/postgres';
import { HUB_SOURCE } from './model/event.js';
import type { Outlet } from './outlet.js';
import { rejectionsSent, unsentRejections, type UnsentRejection } from './postgres/entry.store.js';

const AT_ONCE = 200;

/** Tells agencies which of their submissions were refused, and why. @returns how many were sent */
export async function sendRejections(database: Database, outlet: Outlet): Promise<number> {
  const rejections = await unsentRejections(database, AT_ONCE);
  if (rejections.length === 0) return 0;
  await outlet.producer.sendAll(rejections.map((rejection) => ({
    topic: outlet.topics.rejections(rejection.agency),
    messages: [messageOf(rejection)],
  })));
  await rejectionsSent(database, rejections.map((rejection) => rejection.id));
  return rejections.length;
}

/** The agency's own event is named by its CloudEvents source and id; its content is not repeated. */
function messageOf(rejection: UnsentRejection) {
  const attributes = {
    id: rejection.id, source: HUB_SOURCE, type: 'submission.rejected.v1',
    time: rejection.at.toISOString(), datacontenttype: 'application/json',
  };
  const data = Buffer.from(JSON.stringify({ event: rejection.event_id, issues: rejection.issues }));
  return { key: rejection.id, ...binaryMessage({ attributes, data }) };
}
