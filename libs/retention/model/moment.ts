import { Refusal } from '#libs/kernel';

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z)?$/u;

/** A day (its beginning) or a moment in UTC, that must lie in the future. @throws Refusal FORMAT_INVALID, or `code` */
export function futureMoment(given: string, now: Date, field: string, past: (field: string) => Refusal): string {
  const moment = DATE.test(given) ? new Date(given) : null;
  if (!moment || Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== given.slice(0, 10)) {
    throw Refusal.because('FORMAT_INVALID', field, 'ISO 8601', 'This is a day, or a moment in UTC.');
  }
  if (moment <= now) throw past(field);
  return moment.toISOString();
}
