/** What a client may do beside reading and writing as its agency. */
export type Role = 'officer' | 'data-protection-officer' | 'operator' | 'supervisor';

/** What a client may ask beside registered documents: any query of its own; the schema itself. */
export type Right = 'free-form-queries' | 'introspection';

/** TLP 2.0 as ranks: a caller's clearance is the highest rank it may see. */
export const TLP_RANK: Readonly<Record<string, number>> = {
  CLEAR: 0, GREEN: 1, AMBER: 2, 'AMBER+STRICT': 3, RED: 4,
};

/**
 * Who asks, for whom, and why. Made once, at the edge, by `identity` from a verified token and the
 * directory; never from what a request says about itself, but for purpose, legal basis and case
 * reference, which are checked against the directory's allowed set.
 */
export interface Caller {
  readonly agency: string;
  readonly client: string;
  /** Pseudonymous officer id asserted by the agency, or null for a machine. */
  readonly officer: string | null;
  /** The agency itself, then the task forces it belongs to. */
  readonly audiences: readonly string[];
  readonly roles: readonly Role[];
  /** None when not said. */
  readonly rights?: readonly Right[];
  /** Mask of the classes this client may see at all (bits of `schemas/policy/classes.json`). */
  readonly classes: number;
  /** Highest TLP rank this client may see. */
  readonly clearance: number;
  readonly purpose: string;
  readonly legalBasis: string;
  /** The case, or a machine's task; null only for a stream or topic, whose standing subscription stands in (D-044). */
  readonly caseReference: string | null;
  /** Binds every ledger line that one request causes. */
  readonly operationId: string;
}
