import { Refusal } from '#libs/kernel';
import type { Tx } from '#libs/postgres';

/**
 * From now on what is addressed to the task force is addressed to the agency too; what was handed in
 * before reaches it when its audience has been worked out again (`Relabel`). A member stays one.
 * @throws Refusal TASK_FORCE_UNKNOWN, also for an agency that takes no part
 */
export async function joinTaskForce(tx: Tx, taskForce: string, agency: string): Promise<void> {
  const known = await tx.query('select from directory.task_force t, directory.agency a where t.code = $1 and a.code = $2', [taskForce, agency]);
  if (known.length === 0) throw unknown();
  await tx.query(`
    insert into directory.membership (task_force, agency, since) values ($1, $2, now())
    on conflict (task_force, agency) do update set since = now(), until = null where membership.until is not null`, [taskForce, agency]);
}

/**
 * From this moment the agency sees nothing for being a member, at no exit.
 * @throws Refusal TASK_FORCE_UNKNOWN for an agency that is no member
 */
export async function leaveTaskForce(tx: Tx, taskForce: string, agency: string): Promise<void> {
  const left = await tx.query(`
    update directory.membership set until = now() where task_force = $1 and agency = $2 and (until is null or until > now()) returning 1`, [taskForce, agency]);
  if (left.length === 0) throw unknown();
}

function unknown(): Refusal {
  return Refusal.because('TASK_FORCE_UNKNOWN', 'taskForce', 'directory', 'There is no such task force, or the agency is none of it.');
}
