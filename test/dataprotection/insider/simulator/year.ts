/**
 * What is planted. `trawling`: many records of others' cases in a day. `one-person`: the record of one person of
 * others' case, again and again. `probing`: ids that are not shown, one after the other. `before-raids`: others'
 * cases by night, shortly before a raid. `borrowed-reference`: others' records under others' reference, or one that
 * is invented. `slow-leak`: a network's few records, now and then, around its arrests, in office hours.
 */
export const ABUSE_KINDS = ['trawling', 'one-person', 'probing', 'before-raids', 'borrowed-reference', 'slow-leak'] as const;
export type AbuseKind = (typeof ABUSE_KINDS)[number];

/** The columns of `audit.ledger` that a year of it is simulated in. */
export interface SimulatedLine {
  readonly agency: string;
  readonly client: string;
  /** Null for a machine. */
  readonly officer: string | null;
  readonly action: string;
  readonly kind: string | null;
  readonly records: readonly string[];
  readonly masks: readonly number[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One who abuses the look-ups, and which lines are the abuse: what a detector is measured by, and never shown. */
export interface Planted {
  readonly officer: string;
  readonly kind: AbuseKind;
  /** Places in the year's lines. */
  readonly places: ReadonlySet<number>;
}

/** One agency's ledger of one year, oldest line first. */
export interface AgencyYear {
  readonly agency: string;
  readonly lines: readonly SimulatedLine[];
  readonly planted: readonly Planted[];
  /** Days of service of all officers, in years. */
  readonly officerYears: number;
}
