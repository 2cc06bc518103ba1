import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process, in MiB. @throws Error where there is no /proc to say so (only Linux has it) */
export function residentMiB(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(told(pid, 'status'));
  if (!line) throw new Error(`process ${pid} has no memory any more`);
  return Number(line[1]) / 1024;
}

/** Milliseconds for which a process has been running; the system counts hundredths of a second. */
export function ageOf(pid: number): number {
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0]);
  return (uptime - Number(fields(pid)[19]) / 100) * 1_000;
}

/** Seconds of processor time that a process has used, to hundredths. */
export function processorSeconds(pid: number): number {
  const [user, system] = fields(pid).slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

/** The child of `parent` that runs `script`. */
export function childOf(parent: number, script: string): number {
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).find((pid) => {
    try {
      return Number(fields(pid)[1]) === parent && told(pid, 'cmdline').includes(script);
    } catch {
      return false; // it ended while we looked
    }
  });
  if (found === undefined) throw new Error(`process ${parent} does not run ${script}`);
  return found;
}

/** What stands after the process's name, which may hold anything: its state first. */
const fields = (pid: number) => told(pid, 'stat').replace(/^.*\) /s, '').split(' ');

function told(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch (error) {
    throw new Error(`nothing is known of process ${pid}; this bench reads /proc, so it runs on Linux`, { cause: error });
  }
}
