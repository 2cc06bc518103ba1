import { Refusal } from '#libs/kernel';

/** Why erasure is stopped: a code with its law, for words of one's own might name somebody. */
export const HOLD_GROUNDS = {
  evidence: 'LED art. 16(3)(b): kept for purposes of evidence',
  proceedings: 'LED art. 16(3)(b): court proceedings are pending',
  'subject-interest': 'LED recital 47: erasure could affect the legitimate interests of the person',
  'supervisory-authority': 'LED art. 47(2): ordered by the supervisory authority',
} as const;

/** @throws Refusal CODE_UNKNOWN */
export function expectGround(ground: string): void {
  if (!Object.hasOwn(HOLD_GROUNDS, ground)) throw Refusal.because('CODE_UNKNOWN', 'ground', 'LED art. 16(3)(b)', `This is one of: ${Object.keys(HOLD_GROUNDS).join(', ')}.`);
}
