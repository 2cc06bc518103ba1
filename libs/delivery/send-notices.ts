import { noticeMessage } from './kafka/notice-message.js';
import { noticesSent, unsentNotices } from './postgres/notice.store.js';
import { idsByAgency, type RejectionsDesk } from './send-rejections.js';

const AT_ONCE = 200;

/** Tells agencies what they are asked, and what became of what they asked; each agency's line is durable first. @returns how many were sent */
export async function sendNotices({ database, disclosure, outlet, callerOf }: RejectionsDesk): Promise<number> {
  const notices = await unsentNotices(database, AT_ONCE);
  if (notices.length === 0) return 0;
  for (const [agency, ids] of idsByAgency(notices)) await disclosure.account(callerOf(agency), ids);
  await outlet.producer.sendAll(notices.map((notice) => ({ topic: outlet.topics.approvals(notice.agency), messages: [noticeMessage(notice)] })));
  await noticesSent(database, notices.map(({ id }) => id));
  return notices.length;
}
