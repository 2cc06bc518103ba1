/** How much one document may ask for, fragments written out; the same for every caller. */
export interface Limits {
  readonly depth: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly aliases: number;
  /** Directives written in it, all together. */
  readonly directives: number;
  readonly fragments: number;
  readonly operations: number;
  /** Lexical tokens. */
  readonly tokens: number;
}

export const LIMITS: Limits = {
  depth: 20, fields: 3_000, rootFields: 50, aliases: 200, directives: 100, fragments: 100, operations: 10, tokens: 3_000,
};

/** For what a gateway asks of a subgraph: it has taken the client's fragments apart, so its documents are longer than theirs. */
export const SUBGRAPH_LIMITS: Limits = {
  depth: 40, fields: 40_000, rootFields: 100, aliases: 40_000, directives: 100, fragments: 100, operations: 1, tokens: 200_000,
};

/** What a request may bring beside its document. */
export interface QuestionLimits {
  /** Bytes of the body. */
  readonly body: number;
  /** Values in variables and extensions, all together. */
  readonly values: number;
  /** How deep objects and lists may lie in each other there. */
  readonly nesting: number;
}

export const QUESTION_LIMITS: QuestionLimits = { body: 1_048_576, values: 50_000, nesting: 32 };
