import type { Issue } from '#libs/kernel';
import { ERRORS, type ErrorCode } from '../catalogue/errors.js';

/** More issues than this help nobody and make a bad file expensive. */
export const MAX_ISSUES = 50;

/** The issues found so far in one document, and where in it the check stands. Values never enter an issue. */
export class Findings {
  readonly issues: Issue[] = [];
  readonly #path: (string | number)[] = [];
  /** Latest day that has begun anywhere on earth, so that nobody's today is a future day. */
  readonly latestDay: string;
  readonly today: string;
  /** Milliseconds; five minutes of clock skew are forgiven. */
  readonly latestMoment: number;

  constructor(now: Date) {
    this.today = now.toISOString().slice(0, 10);
    this.latestDay = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
    this.latestMoment = now.getTime() + 5 * 60_000;
  }

  get full(): boolean {
    return this.issues.length >= MAX_ISSUES;
  }

  within(step: string | number, check: () => void): void {
    this.#path.push(step);
    check();
    this.#path.pop();
  }

  add(code: ErrorCode, rule?: string, detail?: string): void {
    if (this.full) return;
    const entry = ERRORS[code];
    const field = this.#path.reduce<string>((text, step) => typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step, '');
    this.issues.push({
      code, field, rule: rule ?? entry.rule ?? 'schemas/graphql', message: detail ? `${entry.title}: ${detail}.` : `${entry.title}.`,
    });
  }
}
