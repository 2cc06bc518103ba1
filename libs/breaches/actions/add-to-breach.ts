import type { Disclosed } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import { accountOf, type Said } from '../model/account.js';
import type { Breach } from '../model/breach.js';
import { expectId } from '../model/checks.js';
import { scopeOf, type ScopeSaid } from '../model/scope.js';
import { addToBreach } from '../postgres/breach.store.js';
import type { BreachKeeping } from './breach-keeping.js';

export interface Addition extends Said, ScopeSaid {
  readonly id: string;
  readonly idempotencyKey: string;
}

/** What comes to be known later (LED art. 30(4)): it takes the place of what was said before, and further records are affected besides. */
export class AddToBreach {
  constructor(private readonly keeping: BreachKeeping) {}

  /** @throws Refusal ACTION_NOT_ALLOWED, RECORD_NOT_FOUND, BREACH_CLOSED, AGENCY_UNKNOWN, TOO_MANY, IDEMPOTENCY_CONFLICT, or what is wrong with the account */
  async run(caller: Caller, addition: Addition): Promise<Disclosed<Breach>> {
    const { keeping } = this;
    keeping.expectProtector(caller);
    expectId(addition.id);
    const now = keeping.now();
    const account = accountOf(addition, now);
    const scope = scopeOf(addition, now);
    return keeping.act(caller, 'add-to-breach', addition.idempotencyKey, [addition], (tx, claim) => addToBreach(tx, claim, addition.id, account, scope));
  }
}
