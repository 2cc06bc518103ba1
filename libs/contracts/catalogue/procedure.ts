/** A procedure of approval (`schemas/approvals/procedures.json`); hours are counted from the asking. */
export interface Procedure {
  readonly code: string;
  readonly title: string;
  readonly law: string;
  /** Role of the clients that may ask, and of those that may answer. */
  readonly asks: 'officer' | 'data-protection-officer';
  readonly answers: 'officer' | 'data-protection-officer';
  /** How many different officers must agree, none of them the one who asked. */
  readonly officers: number;
  readonly delegation: boolean;
  readonly remindsAfter: readonly number[];
  readonly escalatesAfter: number | null;
  readonly escalatesTo: string | null;
  readonly expiresAfter: number;
}
