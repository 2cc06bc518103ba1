import type { TodayNode } from './mapping.js';

const WORDS = /^([+-]\d+) (year|month|day)s?$/u;

/** The ISO date so far from a day; 31 December of its year with `endOf: year`. */
export function fromToday(today: Date, { years = 0, months = 0, days = 0, endOf }: TodayNode['$today']): string {
  const year = today.getUTCFullYear() + years;
  const last = new Date(Date.UTC(year, today.getUTCMonth() + months + 1, 0)).getUTCDate();
  const date = endOf === 'year'
    ? new Date(Date.UTC(year, 11, 31))
    : new Date(Date.UTC(year, today.getUTCMonth() + months, Math.min(today.getUTCDate(), last) + days));
  return date.toISOString().slice(0, 10);
}

/** `+10 years` as a distance from today; undefined for other texts. */
export function distance(text: string): TodayNode['$today'] | undefined {
  const [, count, unit] = WORDS.exec(text) ?? [];
  return count === undefined ? undefined : { [`${unit}s`]: Number(count) };
}
