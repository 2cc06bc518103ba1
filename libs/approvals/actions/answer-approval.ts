import { codelistNamed } from '#libs/contracts';
import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Database, Tx } from '#libs/postgres';
import type { Effects } from '../model/effects.js';
import type { ApprovalReceipt } from '../model/request.js';
import { answer } from '../postgres/request.store.js';
import { expectRequest } from './expect-request.js';

export interface Answer {
  readonly id: string;
  readonly agree: boolean;
  /** A code of `approval-reasons`; needed where it is refused. */
  readonly reason?: string | null;
}

/** An officer of the agency that was asked agrees or refuses; with the answer that decides, what was asked for is done. */
export class AnswerApproval {
  constructor(
    private readonly database: Database,
    private readonly effects: Effects<Tx>,
  ) {}

  /** @throws Refusal RECORD_NOT_FOUND, APPROVAL_OWN, APPROVAL_EXPIRED, APPROVAL_CLOSED, ACTION_NOT_ALLOWED, FIELD_REQUIRED, CODE_UNKNOWN, or why it can no longer be done */
  async run(caller: Caller, { id, agree, reason }: Answer): Promise<ApprovalReceipt> {
    expectRequest(id);
    const code = reasonOf(agree, reason ?? null);
    return this.database.transaction(async (tx) => {
      const answered = await answer(tx, callerFacts(caller), id, agree ? 'agreed' : 'refused', code);
      if (answered.decided && answered.state === 'agreed') await this.effects.follow(tx, caller, answered);
      const { procedure, state, duplicate } = answered;
      return { id, procedure, state, duplicate };
    });
  }
}

function reasonOf(agree: boolean, reason: string | null): string | null {
  if (reason === null) {
    if (!agree) throw Refusal.because('FIELD_REQUIRED', 'reason', 'LED art. 25(2)', 'Say by a code why it is refused.');
    return null;
  }
  const code = codelistNamed('approval-reasons').canonical(reason);
  if (!code) throw Refusal.because('CODE_UNKNOWN', 'reason', 'codelist approval-reasons', 'The code is not in the code list.');
  return code;
}
