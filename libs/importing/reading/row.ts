import type { Issue } from '#libs/kernel';

/** One row of a source, told apart by its number alone: equal rows count each. */
export interface Row {
  /** From 1; a header is not counted. */
  readonly number: number;
  readonly columns: Readonly<Record<string, unknown>>;
  /** Why the row cannot be read. */
  readonly fault?: Issue;
}

export function unreadable(number: number, code: string, message: string): Row {
  return { number, columns: {}, fault: { code, field: '', rule: 'source', message } };
}
