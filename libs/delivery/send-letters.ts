import { letterMessage } from './kafka/letter-message.js';
import { lettersSent, unsentLetters } from './postgres/letter.store.js';
import { idsByAgency, type RejectionsDesk } from './send-rejections.js';

const AT_ONCE = 200;

/** Tells agencies what they are asked, and what became of what they asked; each agency's line is durable first. @returns how many were sent */
export async function sendLetters({ database, disclosure, outlet, callerOf }: RejectionsDesk): Promise<number> {
  const letters = await unsentLetters(database, AT_ONCE);
  if (letters.length === 0) return 0;
  for (const [agency, ids] of idsByAgency(letters)) await disclosure.account(callerOf(agency), ids);
  await outlet.producer.sendAll(letters.map((letter) => ({ topic: outlet.topics.approvals(letter.agency), messages: [letterMessage(letter)] })));
  await lettersSent(database, letters.map(({ id }) => id));
  return letters.length;
}
