import { readFileSync } from 'node:fs';
import type { Client } from 'pg';

/** Milliseconds of processor time used so far, by whoever did the work. */
export interface Used {
  readonly hub: number;
  readonly postgres: number;
}

/**
 * What this process and PostgreSQL have used: unlike time on the clock it does not shrink when two work
 * at once. `admin` is a superuser's connection, on this machine.
 * @throws Error where the system does not tell of other processes' time (only Linux does, by /proc)
 */
export async function processorTime(admin: Client): Promise<Used> {
  const { rows } = await admin.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()');
  const { user, system } = process.cpuUsage();
  return { hub: (user + system) / 1_000, postgres: rows.reduce((sum, { pid }) => sum + ofProcess(pid), 0) };
}

export async function usedBy(admin: Client, work: () => Promise<unknown>): Promise<Used> {
  const before = await processorTime(admin);
  await work();
  const after = await processorTime(admin);
  return { hub: after.hub - before.hub, postgres: after.postgres - before.postgres };
}

/** Of a process of one thread, as PostgreSQL's are: nanoseconds on a processor stand first. */
function ofProcess(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch (error) {
    if (process.platform === 'linux') return 0; // it ended between the look at the list and this one
    throw new Error('this bench counts processor time by /proc: it runs on Linux', { cause: error });
  }
}
