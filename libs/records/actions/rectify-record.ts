import { Refusal, type Caller } from '#libs/kernel';
import type { Receipt } from '../postgres/record.store.js';
import type { AmendRecord, Amendment } from './amend-record.js';

/** Why data were wrong: they never were so, were not all, were so once (LED art. 4(1)(d), 16(1)), or should not have been there (art. 7(3)). */
export const RECTIFICATION_GROUNDS = ['inaccurate', 'incomplete', 'outdated', 'unlawfully-transmitted'] as const;

export interface Rectification extends Amendment {
  readonly ground: string;
}

/** Puts right what was wrong (LED art. 16(1), (5)): an amendment that everyone who holds what it changes has to confirm, and nobody else learns of. */
export class RectifyRecord {
  constructor(private readonly amend: AmendRecord) {}

  /** @throws Refusal CODE_UNKNOWN for the ground, and as an amendment */
  async run(caller: Caller, rectification: Rectification): Promise<Receipt> {
    expectGround(rectification.ground, RECTIFICATION_GROUNDS, 'LED art. 16(1)');
    return this.amend.run(caller, rectification);
  }
}

/** @throws Refusal CODE_UNKNOWN */
export function expectGround(ground: string, known: readonly string[], law: string): void {
  if (!known.includes(ground)) throw Refusal.because('CODE_UNKNOWN', 'ground', law, `This is one of: ${known.join(', ')}.`);
}
