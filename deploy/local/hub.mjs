/** The hub itself, as a process of its own. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { portLike } from './memory.mjs';
import { startService } from './service.mjs';

/** `{ url, service, ready() }`: `service` resolves when it was started, `ready` when it serves. */
export function startHub(root, home, variables) {
  const port = Number(variables.PORT || 4000);
  const log = join(home, 'hub.log');
  const url = `http://localhost:${port}`;
  const service = (async () => {
    if ((await portLike(port)) !== port) throw new Error(`Port ${port} is taken: choose another one with PORT.`);
    return startService(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/hub/main.js')], {
      cwd: root, log, talks: true, env: { ...variables, PORT: String(port) },
    });
  })();
  const ready = async () => {
    const started = await service;
    while (!(await answers(`http://127.0.0.1:${port}/health/ready`))) {
      if (!started.running()) throw new Error(`The hub ended at its start:\n${endOf(log)}`);
      await pause(200);
    }
  };
  return { url, service, ready };
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}

function endOf(file) {
  const size = statSync(file).size;
  const part = Buffer.alloc(Math.min(size, 2_000));
  const handle = openSync(file, 'r');
  readSync(handle, part, 0, part.length, size - part.length);
  closeSync(handle);
  return part.toString();
}
