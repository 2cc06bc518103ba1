/** One thing that is wrong with an input: where (`field`), what (`code`) and which rule says so. */
export interface Issue {
  readonly code: string;
  /** Path in the document, such as `victims[0].identity.firstName`; empty for the whole. */
  readonly field: string;
  /** The law, standard or house rule behind the refusal, such as `PTPA 2018 s.6`. */
  readonly rule: string;
  readonly message: string;
}

/**
 * The one way to say no. Every code stands in `schemas/errors.json`; the API and the rejections
 * topic carry the same issues. Messages never repeat the refused value: it may be a name.
 */
export class Refusal extends Error {
  readonly issues: readonly [Issue, ...Issue[]];

  constructor(first: Issue, ...rest: Issue[]) {
    super(first.message);
    this.name = 'Refusal';
    this.issues = [first, ...rest];
  }

  get code(): string {
    return this.issues[0].code;
  }

  static because(code: string, field = '', rule = 'hub', message = code): Refusal {
    return new Refusal({ code, field, rule, message });
  }

  static of(issues: readonly Issue[]): Refusal {
    const [first, ...rest] = issues;
    if (!first) throw new TypeError('a refusal needs at least one issue');
    return new Refusal(first, ...rest);
  }
}
