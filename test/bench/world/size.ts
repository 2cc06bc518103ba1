/** How large a world is, and who sees how much of it. */
export interface Size {
  readonly records: number;
  /** Every so manieth record is the rare agency's too. */
  readonly rare: number;
  /** After so many cases, a multiple of `rare`, their content repeats; all are distinct when not said. */
  readonly distinct?: number;
}

/** Worlds above this are cloned from their first so many cases: the door takes milliseconds a case, and a million would take hours. */
const CLONED_ABOVE = 50_000;
const DISTINCT = 20_000;

export function distinctIn({ records, rare }: Size): number | undefined {
  return records > CLONED_ABOVE ? rare * Math.ceil(DISTINCT / rare) : undefined;
}
