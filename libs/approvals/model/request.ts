/** What is asked: ids and codes, never words of somebody's own. */
export type Terms = Readonly<Record<string, string>>;

/** What a subject asks others to agree to. */
export interface Asking {
  /** Of `schemas/approvals/procedures.json`. */
  readonly procedure: string;
  /** The agency that answers. */
  readonly answeredBy: string;
  /** Id of the record that it is about. */
  readonly record: string;
  readonly terms: Terms;
}

/** What comes back from asking, answering, handing on or withdrawing: how the request stands. */
export interface ApprovalReceipt {
  readonly id: string;
  readonly procedure: string;
  readonly state: 'open' | 'agreed' | 'refused' | 'expired' | 'withdrawn' | 'taken-back';
  /** True when this very thing had been said before. */
  readonly duplicate: boolean;
}

/** A request as it was answered. `decided`: by this answer, and not by an earlier one or not yet. */
export interface Answered extends ApprovalReceipt {
  readonly record: string;
  readonly askedBy: string;
  readonly terms: Terms;
  readonly decided: boolean;
}

/** What others have agreed to, as the ground of something further. */
export interface Agreed {
  readonly procedure: string;
  readonly answeredBy: string;
  readonly record: string;
  readonly terms: Terms;
  readonly closedAt: Date;
}
