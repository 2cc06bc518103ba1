import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface HubProcess {
  readonly pid: number;
  readonly port: number;
  /** Of the operator's listener: metrics, and health in detail. */
  readonly operatorPort: number;
  /** Its log lines so far. */
  readonly log: readonly string[];
  /** Asks it to end, as an operator does, and waits. @returns its exit code */
  stop(): Promise<number | null>;
  /** Its exit code, or the signal that ended it; null while it lives. */
  exit(): number | string | null;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

const PATIENCE = 60_000;

/** Starts `dist/apps/<app>/<entry>` of a build as a user would, and waits until it says that it is ready. */
export async function startProcess(app: string, environment: Readonly<Record<string, string>>, build = '.', entry = 'main.js'): Promise<HubProcess> {
  const file = join(build, `dist/apps/${app}/${entry}`);
  if (!existsSync(file)) throw new Error(`${file} is not there: compile first (npm test does, or npx tsc -p tsconfig.product.json)`);
  const port = await freePort();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    env: { PATH, HOME, AMANAT_OPERATOR_PORT: '0', ...environment, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // A test file that fails before it has the hub in hand must leave nothing running.
  const leave = () => void child.kill('SIGKILL');
  process.once('exit', leave);
  void ended.then(() => process.off('exit', leave));
  const log: string[] = [];
  await readyLine(child, log, ended);
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  const { operatorPort } = JSON.parse(log.find((line) => line.includes('"event":"ready"'))!) as { operatorPort: number };
  return { pid: child.pid!, port, operatorPort, log, stop: () => end('SIGTERM'), exit: () => child.exitCode ?? child.signalCode, kill: async () => void (await end('SIGKILL')) };
}

async function readyLine(child: ChildProcess, log: string[], ended: Promise<unknown>): Promise<void> {
  const ready = new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      log.push(line);
      if (line.includes('"event":"ready"')) resolve(true);
    });
  });
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE).unref());
  if (await Promise.race([ready, late, ended.then(() => false)])) return;
  child.kill('SIGKILL');
  throw new Error(`the process did not get ready:\n${log.slice(-20).join('\n')}`);
}

/** A port that was free a moment ago; the hub has to know its own before it listens, as it names itself in tokens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
