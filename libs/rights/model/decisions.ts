import { codelistNamed, maskOf, type RecordClass } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import { ALL_TOLD, WITHHELD_ONE_BY_ONE } from './told.js';

export const RIGHTS: readonly string[] = ['access', 'rectification', 'erasure'];

/** What may be decided of one record. `give`, `withhold` for access; `rectify`, `erase`, `restrict`, `refuse` for the others; `not-the-person` for all. */
export const DECISIONS: readonly string[] = ['give', 'withhold', 'rectify', 'erase', 'restrict', 'refuse', 'not-the-person'];
/** What another agency can be asked to let be told, or to have done. */
export const ACTS: readonly string[] = ['give', 'rectify', 'erase', 'restrict'];
/** LED art. 16(3)(a) and (b). */
const RESTRICTION_GROUNDS: readonly string[] = ['accuracy-contested', 'needed-as-evidence'];

export interface Decision {
  readonly decision: string;
  /** A code of `subject-request-grounds`; of art. 16(3) where the record is restricted. */
  readonly ground?: string | null;
  /** The factual or legal reasons (LED art. 15(4)): for the agency's own file and the supervisor, never in the answer. */
  readonly reason?: string | null;
  /** Even to say so would undermine what the ground protects (LED art. 15(3), 16(4)): the answer is the one of a person about whom there is nothing. */
  readonly silent?: boolean | null;
  /** Classes that are withheld of what is told otherwise; all where not said. */
  readonly classes?: readonly string[] | null;
}

export interface Checked extends Readonly<Record<'ground' | 'reason', string | null>> {
  readonly decision: string;
  readonly silent: boolean;
  readonly kept_back: number;
}

const LONGEST = 4_000;
const UNSEEN = /[\p{Cc}\p{Cs}]/u;

/** @throws Refusal CODE_UNKNOWN, FIELD_REQUIRED, INPUT_INVALID, TEXT_TOO_LONG, TEXT_UNSAFE */
export function checked({ decision, ground = null, reason = null, silent, classes }: Decision): Checked {
  expectOneOf(DECISIONS, decision, 'decision');
  const refuses = decision === 'withhold' || decision === 'refuse';
  const grounded = refuses || decision === 'restrict';
  if (!grounded && (ground !== null || reason !== null)) throw Refusal.because('INPUT_INVALID', 'ground', 'LED art. 15(4), 16(4)', 'Only what is withheld, refused or restricted has a ground.');
  if (silent && !refuses) throw Refusal.because('INPUT_INVALID', 'silent', 'LED art. 15(3), 16(4)', 'Only what is withheld or refused can go unsaid.');
  if (classes && decision !== 'withhold') throw Refusal.because('INPUT_INVALID', 'classes', 'LED art. 15(1)', 'Only what is withheld is withheld in part.');
  return {
    decision, ground: grounded ? groundOf(decision, ground) : null, reason: grounded ? reasonOf(reason) : null, silent: silent ?? false,
    kept_back: decision === 'withhold' ? maskOfAll(classes ?? null) : 0,
  };
}

/** @throws Refusal CODE_UNKNOWN */
export function expectOneOf(codes: readonly string[], given: string, field: string): void {
  if (!codes.includes(given)) throw Refusal.because('CODE_UNKNOWN', field, 'hub', `This is one of: ${codes.join(', ')}.`);
}

function groundOf(decision: string, ground: string | null): string {
  if (ground === null) throw Refusal.because('FIELD_REQUIRED', 'ground', 'LED art. 15(1), 16(3)-(4)', 'Say on which ground.');
  if (decision === 'restrict') {
    expectOneOf(RESTRICTION_GROUNDS, ground, 'ground');
    return ground;
  }
  return codeOf('subject-request-grounds', ground, 'ground');
}

/** @throws Refusal CODE_UNKNOWN */
export function codeOf(list: string, given: string, field: string): string {
  const code = codelistNamed(list).canonical(given);
  if (!code) throw Refusal.because('CODE_UNKNOWN', field, `codelist ${list}`, 'The code is not in the code list.');
  return code;
}

/** A text of somebody's own, in words that can be read. @throws Refusal FIELD_REQUIRED, TEXT_TOO_LONG, TEXT_UNSAFE */
export function expectText(text: string | null, field: string, rule: string): string {
  if (text === null || text.trim() === '') throw Refusal.because('FIELD_REQUIRED', field, rule, 'This must be said.');
  if (text.length > LONGEST) throw Refusal.because('TEXT_TOO_LONG', field, `at most ${LONGEST} characters`, 'The text is too long.');
  if (UNSEEN.test(text.replace(/[\n\t]/gu, ' '))) throw Refusal.because('TEXT_UNSAFE', field, 'Unicode UTS 39', 'The text holds control characters.');
  return text;
}

const reasonOf = (reason: string | null) => expectText(reason, 'reason', 'LED art. 15(4): the reasons are documented');

function maskOfAll(classes: readonly string[] | null): number {
  if (classes === null || classes.length === 0) return ALL_TOLD;
  for (const code of classes) expectOneOf(WITHHELD_ONE_BY_ONE, code, 'classes');
  return maskOf(...(classes as readonly RecordClass[]));
}
