/** One process that we start, watch and end by its own handle. */
import { spawn, execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

let guard;

/** Tells the guard, started with the first service, what to end should this process be killed. */
function tellGuard(order) {
  if (!guard) {
    const script = fileURLToPath(new URL('guard.mjs', import.meta.url));
    guard = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    guard.stdin.on('error', () => {});
    guard.stdin.unref();
    guard.unref();
  }
  guard.stdin.write(`${JSON.stringify(order)}\n`);
}

/**
 * Starts `command`. Its output goes to the file `log`; with `talks`, its stdout to ours. It runs in a
 * process group of its own, so that a Ctrl-C reaches only the starter, which then ends things in order.
 */
export function startService(command, args, { signal = 'SIGTERM', log, talks = false, pidFile, ...options } = {}) {
  const sink = log ? openSync(log, 'a', 0o600) : 'inherit';
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', talks ? 'inherit' : sink, sink] });
  if (log) closeSync(sink);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, by) => {
      tellGuard({ remove: child.pid });
      resolve({ code, by });
    });
  });
  if (child.pid) {
    tellGuard({ add: child.pid, signal });
    if (pidFile) writeFileSync(pidFile, String(child.pid));
  }
  const forget = () => pidFile && rmSync(pidFile, { force: true });
  return { pid: child.pid, ended, ...endings(child, ended, signal, forget) };
}

function endings(child, ended, signal, forget) {
  const running = () => child.exitCode === null && child.signalCode === null;
  const kill = async () => {
    if (running()) child.kill('SIGKILL');
    await ended;
  };
  const stop = async (graceMs = 20_000) => {
    if (running()) child.kill(signal);
    const late = Symbol('late');
    if ((await Promise.race([ended, pause(graceMs, late, { ref: false })])) === late) await kill();
    forget();
  };
  return { running, stop, kill };
}

/**
 * Ends what a crashed former run left behind: the process in `pidFile`, but only when its command
 * line names `mark` (its folder), since a pid is soon given to somebody else. True when one ended.
 */
export async function endLeftover(pidFile, mark, signal = 'SIGTERM') {
  const pid = readPid(pidFile);
  if (!pid || !commandOf(pid).includes(mark)) return false;
  process.kill(pid, signal);
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (!commandOf(pid).includes(mark)) return true;
    await pause(100);
  }
  process.kill(pid, 'SIGKILL');
  await pause(200);
  return true;
}

/** The first line of a pid file as a number, or 0. */
export function readPid(pidFile) {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}

/** The command line of a running process, or an empty string. */
export function commandOf(pid) {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
