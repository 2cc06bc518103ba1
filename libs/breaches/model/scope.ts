import { isUuid, Refusal } from '#libs/kernel';
import { expectOrder, lineOf, pastMoment } from './checks.js';

/** Which records are affected, in one way or several. */
export interface ScopeSaid {
  /** Ids, of records of one's own or of copies that one was given. */
  readonly records?: readonly string[] | null;
  /** Everything that a client, or an officer, of one's own was shown in a time, as the ledger says. */
  readonly lookUpsClient?: string | null;
  readonly lookUpsOfficer?: string | null;
  readonly lookUpsFrom?: string | null;
  readonly lookUpsTo?: string | null;
  /** Everything that one holds oneself, or of one's own records what another participant holds. */
  readonly holdingsOf?: string | null;
}

/** As PostgreSQL is told of it. */
export interface Scope {
  readonly records: readonly string[];
  readonly lookUps: { readonly client: string | null; readonly officer: string | null; readonly from: string; readonly to: string } | null;
  readonly holdingsOf: string | null;
}

const MOST_NAMED = 5_000;

/** @throws Refusal RECORD_NOT_FOUND, TOO_MANY, FIELD_REQUIRED, FORMAT_INVALID, DATE_IN_FUTURE, DATES_IN_DISORDER, TEXT_TOO_LONG, TEXT_UNSAFE */
export function scopeOf(said: ScopeSaid, now: Date): Scope {
  const records = [...new Set(said.records ?? [])];
  if (records.length > MOST_NAMED) throw Refusal.because('TOO_MANY', 'records', `at most ${MOST_NAMED}`, 'Name fewer at once.');
  if (!records.every(isUuid)) throw Refusal.because('RECORD_NOT_FOUND', 'records', 'hub', 'There is a record among them that you do not hold.');
  return { records, lookUps: lookUpsOf(said, now), holdingsOf: said.holdingsOf ?? null };
}

function lookUpsOf({ lookUpsClient: client = null, lookUpsOfficer: officer = null, lookUpsFrom, lookUpsTo }: ScopeSaid, now: Date): Scope['lookUps'] {
  if (client === null && officer === null && lookUpsFrom == null && lookUpsTo == null) return null;
  if (client === null && officer === null) throw Refusal.because('FIELD_REQUIRED', 'lookUpsClient', 'LED art. 25(1)', 'Say whose look-ups: a client\'s or an officer\'s.');
  for (const [field, name] of [['lookUpsClient', client], ['lookUpsOfficer', officer]] as const) if (name !== null) lineOf(name, field);
  if (lookUpsFrom == null) throw Refusal.because('FIELD_REQUIRED', 'lookUpsFrom', 'LED art. 25(1)', 'Say from when on.');
  const from = pastMoment(lookUpsFrom, 'lookUpsFrom', now);
  const to = lookUpsTo == null ? now.toISOString() : pastMoment(lookUpsTo, 'lookUpsTo', now);
  expectOrder(from, to, 'lookUpsTo');
  return { client, officer, from, to };
}
