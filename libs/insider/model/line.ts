/** What the watch looks at of a ledger line. */
export interface WatchedLine {
  /** Null for a machine, which is not watched: it has no curiosity. */
  readonly officer: string | null;
  readonly action: string;
  readonly records: readonly string[];
  /** Of each record what was shown; 0 where nothing was. */
  readonly masks: readonly number[];
  readonly caseReference: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Where the line stands in its agency's ledger, as a finding names it: `2026-11/17`, period and index. */
  readonly place: string;
}

/** An odd look-up, or several that are odd together: told to the agency's data-protection officer, who alone can know whether there was a reason. */
export interface Finding {
  readonly officer: string;
  /** Of `RULES`. */
  readonly rule: string;
  /** In words, with the figures. */
  readonly reason: string;
  /** Of the lines that it speaks of, the latest ones. */
  readonly places: readonly string[];
  /** When the line was written that made it odd; milliseconds since 1970. */
  readonly at: number;
}

const DAY = 86_400_000;

export const dayOf = (at: number) => Math.floor(at / DAY);
export const hourOf = (at: number) => Math.floor((at % DAY) / 3_600_000);
