import { ERROR_ENTRIES, type ErrorCode } from '../generated/errors.generated.js';

export type { ErrorCode };

/** One entry of `schemas/errors.json`: the HTTP status and a sentence a person may read. */
export interface ErrorEntry {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  /** Law or standard behind the refusal. */
  readonly rule?: string;
}

export const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = Object.freeze(
  Object.fromEntries(ERROR_ENTRIES.map((entry) => [entry.code, Object.freeze<ErrorEntry>(entry)])) as Record<ErrorCode, ErrorEntry>,
);

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
