import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from '../../measure/say.js';
import { freePort } from '../../../world/hub/hub-process.js';

const PEERS = 'test/bench/peers';
/** Folder and package of each; apart, for they need different versions of graphql. */
const FOLDERS = [[PEERS, 'postgraphile'], [`${PEERS}/apollo`, '@apollo/gateway']] as const;

export interface PeerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Installs what only the peers need, in their own folders. */
export function installPeers(): void {
  for (const [folder, name] of FOLDERS) {
    if (existsSync(`${folder}/node_modules/${name}`)) continue;
    say(`installing ${name}, for the bench alone`);
    const npm = spawnSync('npm', ['ci', '--silent'], { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    if (npm.status !== 0) throw new Error(`a peer could not be installed (npm ci in ${folder})`);
  }
}

/** Starts one of the servers in `test/bench/peers` in a process of its own, as the hub has one. */
export async function startPeer(script: string, settings: Readonly<Record<string, string>>): Promise<PeerProcess> {
  const port = await freePort();
  const environment = { ...process.env, NODE_ENV: 'production', AMANAT_OPERATOR_PORT: '0', ...settings, PORT: String(port) };
  const child = spawn(process.execPath, [`${PEERS}/${script}`], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${String(chunk)}`.slice(-4_000);
      if (said.includes('"event":"ready"')) resolve();
    });
    void ended.then(() => reject(new Error(`${script} ended at its start: ${said}`)));
  });
  return {
    url: `https://localhost:${port}`,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
