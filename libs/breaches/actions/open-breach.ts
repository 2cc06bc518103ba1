import type { Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { accountOf, type Said } from '../model/account.js';
import type { Breach } from '../model/breach.js';
import { expectOrder, pastMoment } from '../model/checks.js';
import { scopeOf, type ScopeSaid } from '../model/scope.js';
import { openBreach } from '../postgres/breach.store.js';
import type { BreachKeeping } from './breach-keeping.js';

export interface Opening extends Said, ScopeSaid {
  /** When the agency came to know of it; RFC 3339. The clock of 72 hours runs from then. */
  readonly awareAt: string;
  readonly idempotencyKey: string;
}

/** A data-protection officer opens a breach: from then on it is documented, its clock runs, and whoever holds what is affected is told. */
export class OpenBreach {
  constructor(private readonly keeping: BreachKeeping) {}

  /** @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND, AGENCY_UNKNOWN, TOO_MANY, IDEMPOTENCY_CONFLICT, or what is wrong with the account */
  async run(caller: Caller, opening: Opening): Promise<Disclosed<Breach>> {
    const { keeping } = this;
    keeping.expectProtector(caller);
    const now = keeping.now();
    const awareAt = pastMoment(opening.awareAt, 'awareAt', now);
    const account = accountOf(opening, now);
    expectOrder(account.from ?? null, awareAt, 'awareAt');
    const scope = scopeOf(opening, now);
    return keeping.act(caller, 'open-breach', opening.idempotencyKey, [opening], (tx, claim) =>
      openBreach(tx, claim, keeping.idOf(caller, opening.idempotencyKey), awareAt, account, scope));
  }
}
