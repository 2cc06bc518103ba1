import { FORMAT_ENTRIES, type FormatEntry } from '../generated/formats.generated.js';

type Test = (value: string | number) => boolean;

function test({ pattern, minimum = -Infinity, maximum = Infinity }: FormatEntry): Test {
  if (pattern === undefined) return (value) => typeof value === 'number' && value >= minimum && value <= maximum;
  const regex = new RegExp(pattern, 'u');
  return (value) => typeof value === 'string' && regex.test(value);
}

/** The formats of `schemas/graphql/formats.json` by name. */
export const FORMATS: Readonly<Record<string, Test>> = Object.fromEntries(FORMAT_ENTRIES.map((entry) => [entry.name, test(entry)]));

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u;

/** A day that the calendar has: 2026-02-30 is none. */
export function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (!year || !month || !day) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function isDateTime(text: string): boolean {
  const day = DATE_TIME.exec(text)?.[1];
  return day !== undefined && isDate(day);
}
