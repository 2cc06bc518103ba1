import type { Odds } from './odds.js';

export const DAYS = 365;
const DAY = 86_400_000;
/** The first day of the year that is simulated: 1 January 2026, a Thursday. */
const FIRST = Date.UTC(2026, 0, 1);

/** Public holidays of the year by month and day; rules know nothing of them. */
const HOLIDAYS: Readonly<Record<'PK' | 'EU', readonly string[]>> = {
  PK: ['02-05', '03-20', '03-21', '03-22', '03-23', '05-01', '05-27', '05-28', '05-29', '06-25', '06-26', '08-14', '08-26', '11-09', '12-25'],
  EU: ['01-01', '04-03', '04-06', '05-01', '05-14', '05-25', '10-03', '12-24', '12-25', '12-26', '12-31'],
};

export type Region = keyof typeof HOLIDAYS;

export function isWorkingDay(day: number, region: Region): boolean {
  const date = new Date(FIRST + day * DAY);
  return ![0, 6].includes(date.getUTCDay()) && !HOLIDAYS[region].includes(date.toISOString().slice(5, 10));
}

export function dateOf(day: number): string {
  return new Date(FIRST + day * DAY).toISOString().slice(0, 10);
}

/** Local hours of a day, such as 9.5 or 25 (the night after), as a moment. */
export function momentOf(day: number, hour: number, region: Region): number {
  const offset = region === 'PK' ? 5 : 1;
  return Math.round(FIRST + day * DAY + (hour - offset) * 3_600_000);
}

/** Days on which somebody is away: some weeks, and some single days. */
export function daysOff(odds: Odds): Set<number> {
  const off = new Set<number>();
  for (let block = 0; block < 2; block++) {
    const start = odds.int(0, DAYS - 1);
    for (let day = start; day < start + odds.int(8, 16); day++) off.add(day);
  }
  for (let single = 0; single < odds.poisson(9); single++) off.add(odds.int(0, DAYS - 1));
  return off;
}
