import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second of Linux's process table. */
const TICKS = 100;

interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Seconds of processor time that a process and its children have used, PostgreSQL's being many; null where there is no /proc. */
export function cpuSeconds(pid: number): number | null {
  const table = processes();
  if (table.length === 0) return null;
  const family = new Set([pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const entry of table) if (family.has(entry.parent)) family.add(entry.pid);
  }
  return table.filter((entry) => family.has(entry.pid)).reduce((sum, { ticks }) => sum + ticks, 0) / TICKS;
}

function processes(): Entry[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/u.test(name)).flatMap(entryOf);
  } catch {
    return [];
  }
}

/** proc(5): behind the name in brackets stand state, parent …, and as 12th to 15th own and waited-for children's time. */
function entryOf(name: string): Entry[] {
  try {
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /su, '').split(' ').map(Number);
    return [{ pid: Number(name), parent: fields[1]!, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) }];
  } catch {
    return []; // ended meanwhile
  }
}
