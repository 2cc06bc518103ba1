import type { Membership } from '../model/words.js';
import { momentOf, type Act, type Pair, type Side } from './history.js';

/** Task forces that records of the worlds may be addressed to. Whoever joins one first opens it: in a world that nobody joins it in, there is none. */
export const TASK_FORCES = ['tf-north', 'tf-sea'] as const;

/** Who belonged to what, and who is shut out. */
export interface Participation {
  readonly memberships: readonly Membership[];
  readonly suspended: readonly string[];
}

const NOTHING_YET: Participation = { memberships: [], suspended: [] };

/** How the agencies of a world take part after each of its steps. */
export function participationsOf({ steps }: Pick<Pair, 'steps'>, side: Side): Participation[] {
  let now = NOTHING_YET;
  return steps.map((step, at) => (now = step[side] ? after(now, step[side], momentOf(steps, at)) : now));
}

export function participationAtEnd(pair: Pick<Pair, 'steps'>, side: Side): Participation {
  return participationsOf(pair, side).at(-1) ?? NOTHING_YET;
}

/** Said twice, each of them changes nothing the second time. */
function after(now: Participation, act: Act, moment: Date): Participation {
  const { memberships, suspended } = now;
  switch (act.do) {
    case 'join a task force': {
      const { taskForce, agency } = act;
      return memberships.some((one) => isOpen(one, act)) ? now : { ...now, memberships: [...memberships, { taskForce, agency, since: moment, until: null }] };
    }
    case 'leave a task force': return { ...now, memberships: memberships.map((one) => (isOpen(one, act) ? { ...one, until: moment } : one)) };
    case 'suspend': return { ...now, suspended: [...new Set([...suspended, act.agency])] };
    case 'reinstate': return { ...now, suspended: suspended.filter((code) => code !== act.agency) };
    default: return now;
  }
}

function isOpen(one: Membership, { taskForce, agency }: { taskForce: string; agency: string }): boolean {
  return one.taskForce === taskForce && one.agency === agency && one.until === null;
}
