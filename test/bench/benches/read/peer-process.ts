import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { say } from '../../measure/say.js';

const FOLDER = 'test/bench/peers';

export interface PeerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Installs what only the peers need, in their own folder. */
export function installPeers(): void {
  if (existsSync(`${FOLDER}/node_modules/postgraphile`)) return;
  say('installing the peers');
  const npm = spawnSync('npm', ['ci', '--silent'], { cwd: FOLDER, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (npm.status !== 0) throw new Error('the peers could not be installed (npm ci in test/bench/peers)');
}

/** Starts one of the servers in `test/bench/peers` in a process of its own, as the hub has one, with the hub's own TLS. */
export async function startPeer(script: string, databaseUrl: string, pool: number, tls: Readonly<Record<string, string>>): Promise<PeerProcess> {
  const port = await freePort();
  const environment = { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, POOL: String(pool), PORT: String(port), ...tls };
  const child = spawn(process.execPath, [`${FOLDER}/${script}`], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes('"event":"ready"')) resolve();
    });
    void ended.then(() => reject(new Error(`${script} ended at its start: ${said.slice(-2000)}`)));
  });
  return {
    url: `https://localhost:${port}`,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
