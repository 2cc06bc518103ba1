import type { Database } from '#libs/postgres';
import type { UnsentNotice } from '../model/notice.js';

export function unsentNotices(database: Database, limit: number): Promise<UnsentNotice[]> {
  return database.query<UnsentNotice>('select * from delivery.unsent_notices($1)', [limit]);
}

export async function noticesSent(database: Database, ids: readonly string[]): Promise<void> {
  await database.query('select delivery.notices_sent($1)', [ids]);
}
