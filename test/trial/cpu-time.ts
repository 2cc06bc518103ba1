import { execFileSync } from 'node:child_process';

/** Seconds of processor time that a process and its children have used, PostgreSQL's being many. */
export function cpuSeconds(pid: number): number {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/u));
  const family = new Set([pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const [own, parent] of table) if (family.has(Number(parent))) family.add(Number(own));
  }
  return table.filter(([own]) => family.has(Number(own))).reduce((sum, [, , time]) => sum + secondsIn(time!), 0);
}

/** `[[days-]hours:]minutes:seconds` */
function secondsIn(time: string): number {
  const [clock, days = '0'] = time.split('-').reverse();
  return clock!.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}
