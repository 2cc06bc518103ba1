import type { Effect } from '#libs/approvals';
import { callerFacts } from '#libs/disclosure';
import type { Tx } from '#libs/postgres';
import { carryOut } from './postgres/rights.store.js';

/**
 * What follows once an originator has agreed to what a person asked of another agency: what is to be erased goes in the
 * same transaction; what is to be put right or restricted must have been, or the answer is refused (ACT_OUTSTANDING).
 */
export const leaveEffect: Effect<Tx> = (tx, caller, { id }) => carryOut(tx, callerFacts(caller), id);
