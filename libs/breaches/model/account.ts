import { Refusal } from '#libs/kernel';
import { codeOf, codesOf, expectOrder, lineOf, pastMoment, textOf } from './checks.js';
import { CONSEQUENCES, MEASURES, NATURES, RISKS, SUBJECTS } from './codes.js';

/** What may be said of a breach: at once, or in phases as it comes to be known (LED art. 30(3)-(4)). What is left out stays as it was said before. */
export interface Said {
  /** When it began, and when it ended; RFC 3339. */
  readonly from?: string | null;
  readonly to?: string | null;
  readonly nature?: readonly string[] | null;
  readonly risk?: string | null;
  /** About how many persons. */
  readonly subjects?: number | null;
  readonly subjectCategories?: readonly string[] | null;
  readonly consequences?: readonly string[] | null;
  /** Taken, and proposed. */
  readonly measures?: readonly string[] | null;
  readonly proposed?: readonly string[] | null;
  /** Facts, effects and remedial action in words (art. 30(5)): for the authority, and for no other agency. */
  readonly facts?: string | null;
  readonly effects?: string | null;
  readonly remedy?: string | null;
  /** Where more can be asked (art. 30(3)(b)); the agency's contact in the directory where not said. */
  readonly contact?: string | null;
}

/** The same, checked; only what was said. */
export type Account = { -readonly [Name in keyof Said]?: NonNullable<Said[Name]> };

const MOST_PERSONS = 1_000_000_000;

/**
 * @param awareAt of the breach: it cannot have begun, or ended, after the agency knew
 * @throws Refusal FORMAT_INVALID, DATE_IN_FUTURE, DATES_IN_DISORDER, CODE_UNKNOWN, FIELD_REQUIRED, TEXT_TOO_LONG, TEXT_UNSAFE, TEXT_PERSONAL, INPUT_INVALID
 */
export function accountOf(said: Said, now: Date): Account {
  const account: Account = {};
  if (said.from != null) account.from = pastMoment(said.from, 'from', now);
  if (said.to != null) account.to = pastMoment(said.to, 'to', now);
  expectOrder(account.from ?? null, account.to ?? null, 'to');
  if (said.nature != null) account.nature = codesOf(said.nature, NATURES, 'nature', 'LED art. 3(11)');
  if (said.risk != null) account.risk = codeOf(said.risk, RISKS, 'risk', 'LED art. 30(1), 31(1)');
  if (said.subjects != null) account.subjects = numberOf(said.subjects);
  if (said.subjectCategories != null) account.subjectCategories = codesOf(said.subjectCategories, SUBJECTS, 'subjectCategories', 'LED art. 6, 30(3)(a)');
  if (said.consequences != null) account.consequences = codesOf(said.consequences, CONSEQUENCES, 'consequences', 'LED art. 30(3)(c)');
  for (const name of ['measures', 'proposed'] as const) if (said[name] != null) account[name] = codesOf(said[name], MEASURES, name, 'LED art. 30(3)(d)');
  for (const name of ['facts', 'effects', 'remedy'] as const) if (said[name] != null) account[name] = textOf(said[name], name);
  if (said.contact != null) account.contact = lineOf(said.contact, 'contact');
  return account;
}

function numberOf(given: number): number {
  if (given < 0 || given > MOST_PERSONS) throw Refusal.because('INPUT_INVALID', 'subjects', 'LED art. 30(3)(a)', 'This is about how many persons it concerns.');
  return given;
}
