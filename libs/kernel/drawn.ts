import { randomBytes } from 'node:crypto';

const LOT = 4_096;
let lot: Buffer = Buffer.alloc(0);
let used = 0;

/**
 * Random bytes of the system's generator, at most 4,096. They are fetched by the lot, since asking costs the same
 * for 12 as for 4,096; none is handed out twice, and none is kept.
 */
export function drawn(count: number): Buffer {
  if (used + count > lot.length) {
    lot = randomBytes(LOT);
    used = 0;
  }
  const kept = lot.subarray(used, used + count);
  used += count;
  const given = Buffer.from(kept);
  kept.fill(0);
  return given;
}
