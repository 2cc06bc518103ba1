import { Refusal } from '#libs/kernel';

/** SQLSTATE of `audit.append` where sealing is behind by more than its bound. */
const STUCK = 'AM003';

/** Of every exit, while lines are not sealed. */
export function ledgerStuck(): Refusal {
  return Refusal.because('LEDGER_STUCK', '', 'LED art. 25', 'The ledger is not sealed any more, so nothing is answered.');
}

/**
 * The refusal that stands for an error of PostgreSQL when it arose in writing a ledger line, else
 * null. PostgreSQL names the functions it was in (`where`), so that nothing has to be caught, and
 * paid for, inside the transaction.
 */
export function ledgerFault(error: unknown): Refusal | null {
  const { where, code } = (error ?? {}) as { where?: unknown; code?: unknown };
  if (typeof where !== 'string' || !where.includes('audit.append(')) return null;
  return code === STUCK
    ? ledgerStuck()
    : Refusal.because('LEDGER_UNAVAILABLE', '', 'LED art. 25', 'The ledger cannot be written, so nothing is answered.');
}

/** Runs `work`; without its ledger line nothing of it holds. @throws Refusal LEDGER_UNAVAILABLE, LEDGER_STUCK */
export async function recorded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw ledgerFault(error) ?? error;
  }
}

/** SQLSTATE AM001 carries a code of the catalogue; nothing of the refused input. */
export async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await recorded(work);
  } catch (error) {
    if ((error as { code?: string }).code !== 'AM001') throw error;
    const code = (error as Error).message;
    throw Object.assign(Refusal.because(code, code === 'IDEMPOTENCY_CONFLICT' ? 'idempotencyKey' : '', 'design: one key, one content'), { cause: error });
  }
}
