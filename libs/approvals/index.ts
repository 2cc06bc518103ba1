import type { SchemaPart } from '#libs/postgres';
import { Approvals1764000000710 } from './postgres/0001-approvals.js';
import { TakenBack1764000000750 } from './postgres/0002-taken-back.js';
import { APPROVAL_FUNCTIONS } from './postgres/functions.js';

export { AnswerApproval } from './actions/answer-approval.js';
export { AskApproval } from './actions/ask-approval.js';
export { Deadlines } from './actions/deadlines.js';
export { ApprovalsModule } from './approvals.module.js';
export { Effects, type Effect } from './model/effects.js';
export type { ApprovalReceipt } from './model/request.js';
export { agreed } from './postgres/request.store.js';

/** Functions of SQL that jobs call, each with the id of what is due. */
export const APPROVAL_JOBS = ['approvals.attend', 'approvals.attend_deadline'];

export const approvalsSchema: SchemaPart = { migrations: [Approvals1764000000710, TakenBack1764000000750], functions: APPROVAL_FUNCTIONS };
