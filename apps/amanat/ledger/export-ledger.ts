import { readCheckpoint, TILE_WIDTH, type ExportRow, type FormerExport, type SealRow } from '#libs/proofs';
import { Refusal } from '#libs/kernel';
import type { ExportFile } from './export-file.js';
import type { LedgerDoor } from './ledger-door.js';

export interface ExportPlan {
  /** Null for the client's own. */
  readonly agency: string | null;
  /** First and last period; null for all. */
  readonly from: string | null;
  readonly to: string | null;
  /** What an earlier export began with: this one proves that it continues it. */
  readonly former: FormerExport | null;
  readonly stopped: AbortSignal;
  /** Told after each tile: lines so far, and of how many. */
  readonly told: (lines: number, of: number) => void;
}

/**
 * Fetches what one seal says of an agency and then all lines under it. The seal is the first thing
 * in the file, so that an export that is gone on with ends where it was to end.
 * @returns lines in the file, and whether it is complete
 */
export async function exportLedger(door: LedgerDoor, file: ExportFile, plan: ExportPlan): Promise<{ lines: number; complete: boolean }> {
  const seal = file.place.begin?.seal ?? await begin(door, file, plan);
  const trees = seal.trees.filter(({ period, dropped }) => !dropped && (plan.from ?? '') <= period && (plan.to === null || period <= plan.to));
  const all = trees.reduce((sum, { size }) => sum + size, 0);
  let { lines } = file.place;
  if (file.place.ended) return { lines, complete: true };
  for (const { period, size } of trees) {
    if (file.place.period !== null && period < file.place.period) continue;
    const resumed = period === file.place.period;
    if (!resumed) file.write({ type: 'period', period });
    for (let index = resumed ? file.place.tiles : 0; index * TILE_WIDTH < size; index++) {
      if (plan.stopped.aborted) return { lines, complete: false };
      const tile = await door.tile(period, index);
      const count = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
      const hashes = Buffer.from(tile.hashes, 'base64').subarray(0, count * 32).toString('base64');
      file.write({ type: 'tile', index, hashes }, ...tile.lines.slice(0, count));
      lines += count;
      plan.told(lines, all);
    }
  }
  file.write({ type: 'end', lines });
  return { lines, complete: true };
}

async function begin(door: LedgerDoor, file: ExportFile, { agency, former }: ExportPlan): Promise<SealRow> {
  const { log, seal } = await door.begin();
  if (!seal) throw Refusal.because('CHECKPOINT_UNKNOWN', '', 'hub', 'Nothing is sealed of this agency yet.');
  const about: ExportRow = { type: 'export', version: 1, agency: agency ?? seal.head.agency, ...log };
  file.write(about, seal, ...(former ? [await continued(door, former.checkpoint, seal.checkpoint)] : []));
  return seal;
}

async function continued(door: LedgerDoor, checkpoint: string, now: string) {
  const consistency = await door.consistency(readCheckpoint(checkpoint).size, readCheckpoint(now).size);
  return { type: 'former' as const, checkpoint, consistency };
}
