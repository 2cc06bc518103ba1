import { procedureOf } from '#libs/contracts';
import type { Ids } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import type { ApprovalReceipt, Asking } from '../model/request.js';
import { ask, type Claim } from '../postgres/request.store.js';

/** Asks others to agree to something, for the subject that knows what it is. */
export class AskApproval {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /**
   * @param asker whose key it is under
   * @throws Refusal ACTION_NOT_ALLOWED for a machine, or a client without the role that the procedure asks for; IDEMPOTENCY_CONFLICT
   */
  run(asker: string, claim: Claim, asking: Asking): Promise<ApprovalReceipt> {
    const id = this.ids.approval(asker, claim.key);
    return this.database.transaction((tx) => ask(tx, claim, id, asking, procedureOf(asking.procedure)));
  }
}
