import { isUuid, Refusal } from '#libs/kernel';

const LONGEST_TEXT = 4_000;
const LONGEST_LINE = 200;
/** What PostgreSQL cannot keep (NUL), or no person can see. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200B\uFEFF]/u;
/** Moments and ids are no numbers of a person. */
const PLAIN = /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/giu;
/** Addresses of e-mail; numbers of telephones, identity cards, accounts; numbers of passports. */
const OF_A_PERSON = /\S@\S+\.\S|(?:\d[ ./-]?){9,}|\b[A-Z]{1,2}\d{6,8}\b/u;

const unseenIn = (text: string) => UNSEEN.test(text.replace(/[\n\t]/gu, ' '));

/**
 * A text of the register, which never names a person: whoever is meant has an id in a record.
 * @throws Refusal FIELD_REQUIRED where it is blank, TEXT_TOO_LONG, TEXT_UNSAFE, TEXT_PERSONAL
 */
export function textOf(given: string, field: string): string {
  lineOf(given, field, LONGEST_TEXT);
  if (OF_A_PERSON.test(given.replace(PLAIN, ' '))) throw Refusal.because('TEXT_PERSONAL', field, 'LED art. 4(1)(c)', 'Say it without what a person can be told by.');
  return given;
}

/** An office and how it is reached. @throws Refusal FIELD_REQUIRED where it is blank, TEXT_TOO_LONG, TEXT_UNSAFE */
export function lineOf(given: string, field: string, longest = LONGEST_LINE): string {
  if (given.trim() === '') throw Refusal.because('FIELD_REQUIRED', field, 'LED art. 30', 'Say it, or leave it out.');
  if (given.length > longest) throw Refusal.because('TEXT_TOO_LONG', field, `at most ${longest} characters`, 'The text is too long.');
  if (unseenIn(given)) throw Refusal.because('TEXT_UNSAFE', field, 'Unicode UTS 39', 'The text holds characters that nobody sees.');
  return given;
}

/** Codes, each once, in the order of the list. @throws Refusal CODE_UNKNOWN, FIELD_REQUIRED for none at all */
export function codesOf(given: readonly string[], list: readonly string[], field: string, law: string): string[] {
  if (given.length === 0) throw Refusal.because('FIELD_REQUIRED', field, law, 'Name at least one.');
  for (const code of given) codeOf(code, list, field, law);
  return list.filter((code) => given.includes(code));
}

/** @throws Refusal CODE_UNKNOWN */
export function codeOf(given: string, list: readonly string[], field: string, law: string): string {
  if (!list.includes(given)) throw Refusal.because('CODE_UNKNOWN', field, law, `This is one of: ${list.join(', ')}.`);
  return given;
}

/** RFC 3339 with an offset: a moment without one is another moment elsewhere. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/u;

/** What has been, in UTC. @throws Refusal FORMAT_INVALID, DATE_IN_FUTURE */
export function pastMoment(given: string, field: string, now: Date): string {
  const moment = new Date(MOMENT.test(given) ? given : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw Refusal.because('FORMAT_INVALID', field, 'RFC 3339', 'This is no moment in time.');
  if (moment > now) throw Refusal.because('DATE_IN_FUTURE', field, 'LED art. 4(1)(d)', 'What has happened cannot lie in the future.');
  return moment.toISOString();
}

/** @throws Refusal DATES_IN_DISORDER */
export function expectOrder(earlier: string | null, later: string | null, field: string): void {
  if (earlier !== null && later !== null && later < earlier) throw Refusal.because('DATES_IN_DISORDER', field, 'LED art. 30', 'This cannot come before what it follows from.');
}

/** @throws Refusal RECORD_NOT_FOUND: what is no id is nobody's */
export function expectId(id: string): void {
  if (!isUuid(id)) throw notFound();
}

export const notFound = () => Refusal.because('RECORD_NOT_FOUND', 'id', 'hub', 'There is no such breach, or none that you may see.');
