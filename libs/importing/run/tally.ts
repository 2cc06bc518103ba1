/** How many rows had which outcome. `rows` is their sum: a row counts when its outcome is known. */
export interface Tally {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
}

export const NOTHING: Tally = { rows: 0, accepted: 0, duplicates: 0, refused: 0 };

export function counted(tally: Tally, outcome: 'accepted' | 'duplicates' | 'refused'): Tally {
  return { ...tally, rows: tally.rows + 1, [outcome]: tally[outcome] + 1 };
}
