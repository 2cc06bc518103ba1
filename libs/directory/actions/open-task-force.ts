import type { Tx } from '#libs/postgres';
import type { TaskForce } from '../model/participant.js';
import { TaskForceRow } from '../postgres/task-force-row.js';

/** Opens a task force, or changes its title or its end; an end that lies in the past closes it at once. */
export async function openTaskForce(tx: Tx, { code, title, expiresAt }: TaskForce): Promise<void> {
  await tx.entities.upsert(TaskForceRow, { code, title, expiresAt }, { conflictPaths: ['code'], skipUpdateIfNoValuesChanged: true });
}
