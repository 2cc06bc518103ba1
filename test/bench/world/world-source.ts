import { createHash } from 'node:crypto';
import type { Clock, Ids } from '#libs/kernel';

/** The moment at which the bench's worlds were handed in: the past, so that nothing in them lies in the future. */
export const WORLD_TIME = new Date('2026-10-01T00:00:00Z');

export const worldClock: Clock = { now: () => WORLD_TIME };

/** Record and event ids that are the same in every run: UUID version 7 in the order of the world, a millisecond apart. */
export class WorldIds implements Ids {
  #count = 0;
  #index = 0;

  /** The next ids belong to case number `index`. */
  at(index: number): void {
    this.#index = index;
    this.#count = 0;
  }

  next(): string {
    return worldId(this.#index, this.#count++);
  }

  record(): string {
    return this.next();
  }

  delivery(): string {
    return this.next();
  }

  sending(): string {
    return this.next();
  }

  approval(): string {
    return this.next();
  }

  rejection(): string {
    return this.next();
  }
}

/** @param count 0 is the record's own id, the others its events' */
export function worldId(index: number, count = 0): string {
  const bytes = createHash('md5').update(`${index}/${count}`).digest();
  bytes.writeUIntBE(WORLD_TIME.getTime() + index, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
