import { PURPOSE_ENTRIES, type Purpose } from '../generated/purposes.generated.js';

export type { Purpose };

export interface PurposeEntry {
  readonly code: Purpose;
  readonly bit: number;
  readonly title: string;
}

export const PURPOSES: readonly PurposeEntry[] = PURPOSE_ENTRIES;

const BIT = new Map<string, number>(PURPOSES.map(({ code, bit }) => [code, 1 << bit]));

export function isPurpose(code: string): code is Purpose {
  return BIT.has(code);
}

/** Mask of these purposes; a code that is no purpose throws. */
export function purposeMask(...codes: string[]): number {
  return codes.reduce((mask, code) => {
    const bit = BIT.get(code);
    if (bit === undefined) throw new TypeError('no such purpose');
    return mask | bit;
  }, 0);
}

export function purposesIn(mask: number): Purpose[] {
  return PURPOSES.filter(({ bit }) => (mask & (1 << bit)) !== 0).map(({ code }) => code);
}
