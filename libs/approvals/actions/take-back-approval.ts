import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Database, Tx } from '#libs/postgres';
import type { Effects } from '../model/effects.js';
import type { ApprovalReceipt } from '../model/request.js';
import { takeBack } from '../postgres/request.store.js';
import { expectRequest } from './expect-request.js';

/** An officer of the agency that agreed takes it back, where the procedure's subject can end what followed: it ends in that moment, and the agency that asked is told. */
export class TakeBackApproval {
  constructor(
    private readonly database: Database,
    private readonly effects: Effects<Tx>,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, APPROVAL_CLOSED, APPROVAL_EXPIRED, ACTION_NOT_ALLOWED */
  async run(caller: Caller, id: string): Promise<ApprovalReceipt> {
    expectRequest(id);
    return this.database.transaction(async (tx) => {
      const taken = await takeBack(tx, callerFacts(caller), id);
      if (taken.decided && !(await this.effects.undo(tx, caller, taken))) {
        throw Refusal.because('ACTION_NOT_ALLOWED', 'id', 'schemas/approvals', 'What followed from this cannot be taken back so.');
      }
      const { procedure, state, duplicate } = taken;
      return { id, procedure, state, duplicate };
    });
  }
}
