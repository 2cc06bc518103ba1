export interface RuleTable {
  readonly terms: Readonly<Record<string, unknown>>;
  readonly rules: readonly { readonly id: string; readonly effect: 'permit' | 'forbid'; readonly classes: '*' | readonly string[]; readonly when: unknown }[];
}

/** The table as it stands in `rules.json`, unchecked. */
export function ruleTable(): RuleTable;

/** Path below the project's root → text that belongs there for this table, the project's own where none is given. Throws what is wrong with it. */
export function policyFiles(table?: RuleTable): Record<string, string>;
