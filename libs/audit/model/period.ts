/** How long one tree of an agency is grown, before the next begins. */
export const PERIODS = ['year', 'month', 'day'] as const;
export type PeriodLength = (typeof PERIODS)[number];

/** @param day such as `2026-11-22` @returns `2026`, `2026-11` or `2026-11-22` */
export function periodOf(day: string, length: PeriodLength): string {
  return day.slice(0, { year: 4, month: 7, day: 10 }[length]);
}
