import { createHash } from 'node:crypto';
import type { Clock, Ids } from '#libs/kernel';

/** The first moment of every world. */
const START = Date.parse('2026-11-01T00:00:00Z');
const STEP = 1_000;

/**
 * Time and ids of a world. A step of the history has its moment and its ids from its place in the pair
 * of histories, whichever of them it happens in: what happens in one world only shifts nothing in the other.
 */
export class HarnessTime implements Clock, Ids {
  #moment = START;
  #minted = 0;

  /** @param days how long the world has waited before this step */
  at(step: number, days = 0): Date {
    return this.later(START + step * STEP + days * 86_400_000 - this.#moment);
  }

  /** @param milliseconds how much later than the last moment this one is */
  later(milliseconds: number): Date {
    this.#moment += milliseconds;
    if (milliseconds !== 0) this.#minted = 0;
    return this.now();
  }

  now(): Date {
    return new Date(this.#moment);
  }

  next(): string {
    return this.#id('minted', String(this.#minted++));
  }

  record(originator: string, key: string): string {
    return this.#id('record', originator, key);
  }

  delivery(agency: string, stream: string, record: string): string {
    return this.#id('delivery', agency, stream, record);
  }

  sending(agency: string, stream: string): string {
    return this.#id('sending', agency, stream);
  }

  approval(asker: string, key: string): string {
    return this.#id('approval', asker, key);
  }

  rejection(agency: string, event: string): string {
    return this.#id('rejection', agency, event);
  }

  #id(...words: readonly string[]): string {
    return idAt(this.#moment, words);
  }
}

/** The id of the record that `originator` hands in under `key` in this step. */
export function recordIdAt(step: number, days: number, originator: string, key: string): string {
  return idAt(START + step * STEP + days * 86_400_000, ['record', originator, key]);
}

/** UUID version 7 in its form, with a hash where the product has chance. */
function idAt(moment: number, words: readonly string[]): string {
  const bytes = createHash('sha256').update([moment, ...words].join('/')).digest();
  bytes.writeUIntBE(moment, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
