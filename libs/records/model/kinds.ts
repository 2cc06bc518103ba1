import type { Issue } from '#libs/kernel';

/** What a subject says of a kind beside its SDL: the rules of law that no schema can express. */
export interface KindRules {
  readonly kind: string;
  check(document: Readonly<Record<string, unknown>>, today: Date): Issue[];
  /** What an amendment may not do to the version it replaces; a kind without it may change freely. */
  checkAmendment?(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Issue[];
}

/** The kinds this process knows. Each subject registers its own; nobody keeps a central list. */
export class Kinds {
  readonly #rules = new Map<string, KindRules>();

  register(rules: KindRules): void {
    this.#rules.set(rules.kind, rules);
  }

  has(kind: string): boolean {
    return this.#rules.has(kind);
  }

  check(kind: string, document: Readonly<Record<string, unknown>>, today: Date): Issue[] {
    return this.#rules.get(kind)?.check(document, today) ?? [];
  }

  /** The check of an amendment against what it replaces, where the kind has one. */
  amendmentCheck(kind: string): KindRules['checkAmendment'] {
    return this.#rules.get(kind)?.checkAmendment;
  }
}
