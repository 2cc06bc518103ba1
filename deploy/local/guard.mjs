/**
 * Outlives a starter that was killed outright. The starter writes one JSON line per process it
 * starts, `{"add":pid,"signal":"SIGTERM"}`, or `{"remove":pid}` when one ended; when the pipe closes,
 * whatever is still listed is stopped, last started first.
 */
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 10_000;
const guarded = new Map();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

/** A process that has ended but that nobody has waited for yet is no longer alive. */
function alive(pid) {
  try {
    process.kill(pid, 0);
    return !execFileSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}

async function end(pid, signal) {
  if (!alive(pid)) return;
  process.kill(pid, signal);
  for (let waited = 0; waited < GRACE_MS && alive(pid); waited += 100) await pause(100);
  if (alive(pid)) process.kill(pid, 'SIGKILL');
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  if (order.add) guarded.set(order.add, order.signal);
  if (order.remove) guarded.delete(order.remove);
}
for (const [pid, signal] of [...guarded].reverse()) await end(pid, signal).catch(() => {});
