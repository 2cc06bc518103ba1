import type { Database } from '#libs/postgres';
import type { UnsentLetter } from '../model/letter.js';

export function unsentLetters(database: Database, limit: number): Promise<UnsentLetter[]> {
  return database.query<UnsentLetter>('select * from delivery.unsent_letters($1)', [limit]);
}

export async function lettersSent(database: Database, ids: readonly string[]): Promise<void> {
  await database.query('select delivery.letters_sent($1)', [ids]);
}
