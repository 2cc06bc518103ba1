import type { Tx } from '#libs/postgres';
import type { Stream } from '../model/participant.js';
import { StreamRow } from '../postgres/stream-row.js';

/** Opens a standing subscription, or changes its terms. Its topic is made by `Provisioning`. */
export async function openStream(tx: Tx, stream: Stream): Promise<void> {
  const row = { ...stream, kinds: [...stream.kinds] };
  await tx.entities.upsert(StreamRow, row, { conflictPaths: ['agency', 'name'], skipUpdateIfNoValuesChanged: true });
}
