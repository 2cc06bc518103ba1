import { ALL_CLASSES, purposeMask } from '#libs/contracts';
import type { Caller } from '#libs/kernel';
import { POLICY_HASH } from '#libs/policy';

/**
 * The caller as PostgreSQL is told of it: the context of row-level security, and what a ledger line
 * keeps (LED art. 25: justification, date and time, who, to whom). Keys are the columns of
 * `audit.caller`. Pseudonyms only. `wanted`: mask of the classes that this question is about.
 * `entries`: of a delivery, the ids of the events that are rendered.
 */
export function callerFacts(caller: Caller, wanted: number = ALL_CLASSES, entries?: readonly string[]): string {
  return JSON.stringify({
    agency: caller.agency,
    client: caller.client,
    officer: caller.officer,
    roles: caller.roles,
    audiences: caller.audiences,
    classes: caller.classes,
    clearance: caller.clearance,
    purpose: caller.purpose,
    purpose_bits: purposeMask(caller.purpose),
    legal_basis: caller.legalBasis,
    case_reference: caller.caseReference,
    operation_id: caller.operationId,
    policy: POLICY_HASH,
    wanted,
    entries,
  });
}
