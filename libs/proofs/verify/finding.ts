/** One thing that is wrong with an export. `code` stands in schemas/errors.json. */
export interface Finding {
  readonly code: string;
  /** Such as `line 17 of 2026-11`; empty for the whole. */
  readonly place: string;
  readonly message: string;
}

export function finding(code: string, place: string, message: string): Finding {
  return { code, place, message };
}
