import { systemIds } from '#libs/kernel';
import type { SubmitRecord } from '#libs/records';
import type { Work } from '../measure/rounds.js';
import { callerOf } from './callers.js';
import { inventedCase } from './invented-case.js';

/** Everything the door does: checks, slices, sealing, audience, facets, deliveries, ledger line, commit. Another case each turn. */
export function submits(action: SubmitRecord, rare = 1_667): Work {
  const run = systemIds.next();
  let handedIn = 0;
  // A key of its own each time: turns begin anew with each load, and the same key again would be answered with the same record.
  return (turn) => {
    const { agency, document } = inventedCase(turn, rare);
    return action.run(callerOf(agency), { kind: 'case', document, idempotencyKey: `${run}-${handedIn++}` });
  };
}
