import type { Issue } from '#libs/kernel';
import type { CompleteDocument } from './label.js';
import { subjectId } from './sealing.js';

type Tree = Readonly<Record<string, unknown>>;

/** Lists of persons, who may have dates of their own. */
export const PERSON_LISTS = ['victims', 'suspects', 'witnesses'] as const;

interface SubjectLimit {
  readonly subject: string;
  /** Where the person stands in the document: list and the originator's own ref. */
  readonly list: string;
  readonly ref: string;
  readonly eraseAt: string | null;
  readonly reviewAt: string | null;
}

/** The columns that time limits follow from: the next review, the persons who have dates of their own, and the first of these to be erased. */
export function limitsOf(id: string, document: CompleteDocument): Record<string, unknown> {
  const limits = personsOf(document).filter(({ person }) => person.erasureDate || person.reviewDate).map(({ list, person }): SubjectLimit => ({
    subject: subjectId(id, list, String(person.ref)), list, ref: String(person.ref), eraseAt: dateOf(person.erasureDate), reviewAt: dateOf(person.reviewDate),
  }));
  return {
    review_at: earliest([dateOf(document.envelope.reviewDate), ...limits.map(({ reviewAt }) => reviewAt)]),
    subject_limits: limits.length > 0 ? limits : null,
    subject_due: earliest(limits.map(({ eraseAt }) => eraseAt)),
  };
}

/** A review comes before the erasure that it is about, and a person goes no later than the record. */
export function dateIssues({ envelope, ...document }: CompleteDocument): Issue[] {
  const issues = orderOf('envelope', envelope, null);
  return [...issues, ...personsOf({ envelope, ...document }).flatMap(({ list, index, person }) => orderOf(`${list}[${index}]`, person, dateOf(envelope.erasureDate)))];
}

function orderOf(at: string, { reviewDate, erasureDate }: Tree, latest: string | null): Issue[] {
  const [review, erasure] = [dateOf(reviewDate), dateOf(erasureDate)];
  const late = erasure !== null && latest !== null && erasure > latest;
  const end = erasure ?? latest;
  return [
    ...(late ? [inDisorder(`${at}.erasureDate`, 'A person is erased no later than the record.')] : []),
    ...(review !== null && end !== null && review > end ? [inDisorder(`${at}.reviewDate`, 'A review comes before the erasure.')] : []),
  ];
}

const inDisorder = (field: string, message: string): Issue => ({ code: 'DATES_IN_DISORDER', field, rule: 'LED art. 5', message });

function personsOf(document: Tree): { list: string; index: number; person: Tree }[] {
  return PERSON_LISTS.flatMap((list) => ((document[list] ?? []) as Tree[]).map((person, index) => ({ list, index, person })));
}

/** A date without a time is its beginning, in UTC: as the rules take the record's own. */
function dateOf(date: unknown): string | null {
  return typeof date === 'string' ? new Date(date).toISOString() : null;
}

function earliest(moments: readonly (string | null)[]): string | null {
  return moments.reduce((first, moment) => (moment !== null && (first === null || moment < first) ? moment : first), null);
}
