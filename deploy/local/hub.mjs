/** The hub itself, as a process of its own. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BUNDLE } from './bundle.mjs';
import { portLike } from './memory.mjs';
import { startService } from './service.mjs';

/**
 * Serves HTTPS with the certificate of `tls`. `{ url, operatorUrl, service, ready() }`: `service` resolves when it was
 * started, `ready` when it serves.
 */
export async function startHub(root, home, variables, tls) {
  const port = Number(variables.PORT || 4000);
  // The operator's port is nobody's address: where the usual one is taken, any other does.
  const operatorPort = Number(variables.AMANAT_OPERATOR_PORT || await portLike(4100));
  const log = join(home, 'hub.log');
  const url = `https://localhost:${port}`;
  const service = (async () => {
    if ((await portLike(port)) !== port) throw new Error(`Port ${port} is taken: choose another one with PORT.`);
    return startService(process.execPath, ['--enable-source-maps', join(root, 'dist', BUNDLE)], {
      cwd: root, log, talks: true,
      env: {
        TLS_CERTIFICATE: tls.hub.certificate, TLS_KEY: tls.hub.key, TLS_CLIENT_CA: tls.ca, ...variables,
        PORT: String(port), AMANAT_OPERATOR_PORT: String(operatorPort),
      },
    });
  })();
  const ready = async () => {
    const started = await service;
    const ca = readFileSync(tls.ca);
    while (!(await answers(`${url}/health/ready`, ca))) {
      if (!started.running()) throw new Error(`The hub ended at its start:\n${endOf(log)}`);
      await pause(200);
    }
  };
  return { url, operatorUrl: `http://${variables.AMANAT_OPERATOR_HOST || '127.0.0.1'}:${operatorPort}`, service, ready };
}

function answers(url, ca) {
  return new Promise((resolve) => {
    const asked = get(url, { ca, agent: false, timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
}

function endOf(file) {
  const size = statSync(file).size;
  const part = Buffer.alloc(Math.min(size, 2_000));
  const handle = openSync(file, 'r');
  readSync(handle, part, 0, part.length, size - part.length);
  closeSync(handle);
  return part.toString();
}
