/** When look-ups are odd: one rule, its figures, and the law by which it is asked. All days are days of UTC. */
export interface OddRule {
  readonly id: string;
  readonly title: string;
  readonly law: string;
  /** Days back that it looks. */
  readonly days: number;
  /** From which figure on it is odd. */
  readonly from: number;
  /** Days for which the same of the same officer is not told again. */
  readonly quiet: number;
}

const LAW = 'LED art. 25(1), 29(2)(e)';

/**
 * A record is somebody's own where they have written under the reference that it is worked on under, or have
 * worked under that for days; else it is another's. To look up another's record is no wrong: cases touch. What
 * follows is what is odd about many, or about some. The figures were tuned on the simulated years of
 * `TUNING_SEEDS` (test/dataprotection/insider/seeds.ts), and on no other.
 */
export const RULES = {
  /** Days of work with at least `from` records, and `times` as many as on nine of ten days of one's own. */
  many: { id: 'many-of-others', title: 'Many records of others\' cases in one day', law: LAW, days: 1, from: 14, times: 3, quiet: 21 },
  /** Records in all. */
  share: { id: 'others-share', title: 'Others\' cases instead of one\'s own', law: LAW, days: 21, from: 30, quiet: 42 },
  /** Days, by the number of references under which it was: a link between two cases explains one, hardly three. */
  again: { id: 'one-case-again', title: 'The same case of others, again and again', law: LAW, days: 150, from: 4, bars: [{ days: 4, references: 3 }, { days: 6, references: 2 }, { days: 9, references: 1 }], quiet: 60 },
  /** Days with `inRow` records, one after the other, that are not shown. */
  vain: { id: 'look-ups-in-vain', title: 'Records that are not shown, tried again and again', law: LAW, days: 60, from: 4, inRow: 3, quiet: 42 },
  /** Days. */
  hours: { id: 'odd-hours', title: 'Others\' cases at hours that are not one\'s own', law: LAW, days: 150, from: 3, quiet: 60 },
  /** Days. */
  borrowed: { id: 'borrowed-reference', title: 'Others\' records under references under which one never worked', law: LAW, days: 90, from: 5, references: 4, quiet: 60 },
  /** Days, at most `near` days from those on which most was written in the case. */
  arrests: { id: 'around-arrests', title: 'Others\' cases just before or after they were busiest', law: LAW, days: 240, from: 3, near: 2, quiet: 90 },
} as const satisfies Readonly<Record<string, OddRule & Readonly<Record<string, unknown>>>>;

export type RuleName = keyof typeof RULES;
