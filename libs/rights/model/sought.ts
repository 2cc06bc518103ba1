import { Refusal } from '#libs/kernel';

/** By what a person may be found, as it was filed. */
export interface Identifiers {
  /** Of identity papers, cards and passports. */
  readonly numbers?: readonly string[] | null;
  /** E.164. */
  readonly phones?: readonly string[] | null;
  readonly emails?: readonly string[] | null;
  readonly accounts?: readonly string[] | null;
  readonly names?: readonly string[] | null;
  /** ISO 8601; needed where nothing but names is given. */
  readonly birthDate?: string | null;
}

/** The same in a form that compares. */
export interface Sought {
  readonly numbers: readonly string[];
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly accounts: readonly string[];
  readonly names: readonly string[];
  readonly birthDate: string | null;
}

const MOST = 20;
const LONGEST = 200;
/** What nobody can see in a text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const LISTS = ['numbers', 'phones', 'emails', 'accounts', 'names'] as const;

/** Letters and digits alone: `35202-1234567-8` and `3520212345678` are one number. */
export const sameNumber = (text: string) => text.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
export const sameText = (text: string) => text.normalize('NFKC').trim().toLowerCase().replace(/^@/u, '');
export const sameName = (text: string) => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ');

/** @throws Refusal IDENTIFIER_REQUIRED, TOO_MANY, TEXT_TOO_LONG, TEXT_UNSAFE, FORMAT_INVALID; none repeats what was given */
export function soughtOf(given: Identifiers): Sought {
  for (const list of LISTS) expectTexts(list, given[list] ?? []);
  const birthDate = given.birthDate ?? null;
  if (birthDate !== null && !isDay(birthDate)) throw Refusal.because('FORMAT_INVALID', 'birthDate', 'ISO 8601', 'This is no day.');
  const [numbers, phones, emails, accounts] = [listOf(given.numbers, sameNumber), listOf(given.phones, sameNumber), listOf(given.emails, sameText), listOf(given.accounts, sameText)];
  const names = listOf(given.names, sameName);
  if (numbers.length + phones.length + emails.length + accounts.length === 0 && (names.length === 0 || birthDate === null)) {
    throw Refusal.because('IDENTIFIER_REQUIRED', 'numbers', 'LED art. 12(5)', 'Say by what the person is known: a number, an address or an account, or a name with the day of birth.');
  }
  return { numbers, phones, emails, accounts, names, birthDate };
}

export function isDay(text: string): boolean {
  const moment = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? new Date(text) : null;
  return moment !== null && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

const listOf = (given: readonly string[] | null | undefined, same: (text: string) => string) => [...new Set((given ?? []).map(same))].filter((text) => text !== '');

function expectTexts(list: string, texts: readonly string[]): void {
  if (texts.length > MOST) throw Refusal.because('TOO_MANY', list, `hub: at most ${MOST}`, 'These are more than the hub takes.');
  for (const text of texts) {
    if (text.length > LONGEST) throw Refusal.because('TEXT_TOO_LONG', list, `at most ${LONGEST} characters`, 'One of these is too long.');
    if (UNSEEN.test(text)) throw Refusal.because('TEXT_UNSAFE', list, 'Unicode UTS 39', 'One of these holds characters that nobody can see.');
  }
}
