import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { StreamRow } from '../postgres/stream-row.js';

/** Ends a standing subscription: nothing more is sent on it. Throws `STREAM_UNKNOWN` when there is none. */
export async function closeStream(tx: Tx, agency: string, name: string): Promise<void> {
  const { affected } = await tx.entities.delete(StreamRow, { agency, name });
  if (!affected) throw Refusal.because('STREAM_UNKNOWN', 'stream', 'hub', 'the agency has no such stream');
}
