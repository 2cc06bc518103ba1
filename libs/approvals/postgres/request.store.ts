import { refusing } from '#libs/audit';
import type { Procedure } from '#libs/contracts';
import type { Database, Tx } from '#libs/postgres';
import type { Agreed, Answered, ApprovalReceipt, Asking, Terms } from '../model/request.js';

type State = ApprovalReceipt['state'];

/** An asker's own key with the fingerprint of what was asked, as every write has. */
export interface Claim {
  readonly caller: string;
  readonly key: string;
  readonly content: Buffer;
}

export interface RequestRow {
  readonly id: string;
  readonly procedure: string;
  readonly asked_by: string;
  readonly answered_by: string;
  readonly record: string;
  readonly terms: Terms;
  readonly state: State;
  readonly needed: number;
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly closed_at: Date | null;
  readonly steps: readonly { readonly at: string; readonly step: string; readonly agency: string | null; readonly reason: string | null; readonly officer: string | null; readonly delegate: string | null }[];
}

export interface RequestPlace {
  readonly at: string;
  readonly id: string;
}

export async function ask(tx: Tx, claim: Claim, id: string, asking: Asking, procedure: Procedure): Promise<ApprovalReceipt> {
  const { answers, officers: needed, delegation, remindsAfter, escalatesAfter, escalatesTo: escalate_to, expiresAfter } = procedure;
  const { answeredBy: answered_by, record, terms } = asking;
  const request = { id, procedure: procedure.code, answered_by, record, terms, answers, needed, delegation, escalate_to, remindsAfter, escalatesAfter, expiresAfter };
  const values = [claim.caller, claim.key, claim.content, procedure.asks, JSON.stringify(request)];
  const [row] = await refusing(() => tx.query<{ id: string; state: State; duplicate: boolean }>('select * from approvals.ask($1, $2, $3, $4, $5)', values));
  return { ...row!, procedure: procedure.code };
}

interface AnsweredRow extends ApprovalReceipt {
  readonly record: string;
  readonly asked_by: string;
  readonly terms: Terms;
  readonly decided: boolean;
}

export function answer(tx: Tx, facts: string, id: string, said: 'agreed' | 'refused', reason: string | null): Promise<Answered> {
  return answered(tx, 'select * from approvals.answer($1, $2, $3, $4)', [facts, id, said, reason]);
}

export function takeBack(tx: Tx, facts: string, id: string): Promise<Answered> {
  return answered(tx, 'select * from approvals.take_back($1, $2)', [facts, id]);
}

async function answered(tx: Tx, text: string, values: readonly unknown[]): Promise<Answered> {
  const [row] = await refusing(() => tx.query<AnsweredRow>(text, [...values]));
  const { asked_by: askedBy, ...rest } = row!;
  return { ...rest, askedBy };
}

export async function delegate(tx: Tx, facts: string, id: string, officer: string): Promise<ApprovalReceipt> {
  const [row] = await refusing(() => tx.query<ApprovalReceipt>('select * from approvals.delegate($1, $2, $3)', [facts, id, officer]));
  return row!;
}

export async function withdraw(tx: Tx, facts: string, id: string): Promise<ApprovalReceipt> {
  const [row] = await refusing(() => tx.query<ApprovalReceipt>('select * from approvals.withdraw($1, $2)', [facts, id]));
  return row!;
}

/** Newest first. */
export function readRequests(database: Database, facts: string, state: string | null, after: RequestPlace | null, limit: number): Promise<RequestRow[]> {
  return database.query<RequestRow>('select * from approvals.requests($1, $2, $3, $4, $5)', [facts, state, after?.at ?? null, after?.id ?? null, limit]);
}

/** Null where the caller's agency asked for nothing of the kind, or it was not agreed to. */
export async function agreed(database: Database, facts: string, id: string): Promise<Agreed | null> {
  const [row] = await database.query<{ procedure: string; answered_by: string; record: string; terms: Terms; closed_at: Date }>('select * from approvals.agreed($1, $2)', [facts, id]);
  return row ? { procedure: row.procedure, answeredBy: row.answered_by, record: row.record, terms: row.terms, closedAt: row.closed_at } : null;
}
