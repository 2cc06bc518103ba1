import { ERRORS, isErrorCode } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import { recorded } from './ledger-fault.js';

/** Field and rule of what PostgreSQL refuses, where the catalogue does not say it. */
const PLACES: Readonly<Record<string, readonly [string, string]>> = {
  IDEMPOTENCY_CONFLICT: ['idempotencyKey', 'design: one key, one content'],
  RECORD_NOT_FOUND: ['id', 'hub'],
  REFERENCE_UNKNOWN: ['ref', 'schemas/graphql'],
  RECORD_ERASED: ['id', 'LED art. 5, 16(2)'],
  RECORD_HELD: ['id', 'LED art. 16(3)(b)'],
};

/** SQLSTATE AM001 carries a code of the catalogue; nothing of the refused input. @throws Refusal with that code */
export async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await recorded(work);
  } catch (error) {
    if ((error as { code?: string }).code !== 'AM001') throw error;
    const code = (error as Error).message;
    const [field, rule] = PLACES[code] ?? ['', (isErrorCode(code) && ERRORS[code].rule) || 'hub'];
    throw Object.assign(Refusal.because(code, field, rule), { cause: error });
  }
}
