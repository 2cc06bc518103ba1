/** What an agency has to do with its copies of a record, and what it said that it did. Moments are RFC 3339 in UTC. */
export interface Duty {
  readonly id: string;
  readonly record: string;
  readonly kind: string;
  readonly act: string;
  /** Of what was put right, the classes that the holder may see and was given. */
  readonly changed: readonly string[] | null;
  readonly at: string;
  readonly since: string;
  readonly deadline: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly legalBasis: string | null;
  readonly doneAt: string | null;
  readonly confirmedAt: string | null;
}

/** What one holder made of it, as the originator is told. */
export interface Holder {
  readonly agency: string;
  readonly since: string;
  readonly deadline: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly legalBasis: string | null;
  readonly doneAt: string | null;
  readonly confirmedAt: string | null;
  readonly alertedAt: string | null;
}

/** An act that followed every copy of a record, as its originator is told. */
export interface MadeRecall {
  readonly id: string;
  readonly record: string;
  readonly kind: string;
  readonly act: string;
  readonly ground: string | null;
  readonly version: number;
  readonly at: string;
  readonly liftedAt: string | null;
  readonly holders: readonly Holder[];
}

export interface Page<Node> {
  readonly found: readonly (Node & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}
