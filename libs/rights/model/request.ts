import type { SubjectAnswer, ToldRecord } from './answer.js';
import type { Identifiers, Sought } from './sought.js';

/** What the data-protection officer files. */
export interface Filing extends Identifiers {
  /** access, rectification or erasure. */
  readonly right: string;
  /** The day on which the agency received it. */
  readonly receivedOn: string;
  /** How it was made sure that it is the person (LED art. 12(5)): a code of `identity-checks`. */
  readonly identityCheck: string;
  /** Of a rectification. */
  readonly wrong?: string | null;
  readonly correct?: string | null;
  /** Of an erasure. */
  readonly ground?: string | null;
  readonly idempotencyKey: string;
}

/** What of it is sealed. */
export interface Filed extends Readonly<Record<'wrong' | 'correct', string | null>> {
  readonly sought: Sought;
}

/** A request, without its records. Moments are RFC 3339 in UTC. */
export interface SubjectRequest {
  readonly id: string;
  readonly agency: string;
  readonly right: string;
  readonly ground: string | null;
  readonly state: string;
  readonly overdue: boolean;
  readonly receivedAt: string;
  readonly identityCheck: string;
  readonly filedAt: string;
  readonly filedBy: string | null;
  readonly dueAt: string;
  /** Where the time to answer comes from. */
  readonly term: string;
  readonly extendedAt: string | null;
  readonly extendedFor: string | null;
  readonly collectedAt: string | null;
  readonly answeredAt: string | null;
  readonly verifiedAt: string | null;
  readonly verifiedOutcome: string | null;
  readonly forgottenAt: string | null;
}

/** What was decided of one place in one record. */
export interface SubjectItem {
  readonly record: string;
  readonly kind: string;
  readonly originator: string;
  readonly list: string;
  readonly ref: string;
  readonly matchedBy: readonly string[];
  readonly decision: string | null;
  readonly ground: string | null;
  readonly reason: string | null;
  readonly silent: boolean;
  /** Classes that are withheld. */
  readonly withheld: readonly string[];
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  readonly done: boolean;
}

export interface WholeRequest extends SubjectRequest {
  readonly items: readonly SubjectItem[];
  /** What the person says is wrong, and what is right; null where nothing is, or when it was forgotten. */
  readonly wrong: string | null;
  readonly correct: string | null;
}

/** The answer as it was given, in both forms; null for either before it is given, and once it is forgotten. */
export interface GivenAnswer {
  readonly request: string;
  readonly json: SubjectAnswer | null;
  readonly html: string | null;
}

/** What was kept from an answer, for the supervisor. */
export interface KeptFromAnswer {
  readonly request: string;
  readonly records: readonly (ToldRecord & { readonly record: string; readonly ground: string })[];
}
