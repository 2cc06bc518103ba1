import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { secretOf } from '../world/index.js';

export interface CommandEnd {
  /** Null when it was killed. */
  readonly status: number | null;
  readonly results: string;
  readonly told: string;
}

export interface RunningCommand {
  readonly ended: Promise<CommandEnd>;
  kill(): void;
}

const MAIN = resolve('dist/apps/amanat/main.js');

/** `npx amanat …` as a user runs it: a process of its own, in a folder of his. */
export function amanat(folder: string, client: string, ...words: readonly string[]): RunningCommand {
  return amanatWith({ AMANAT_CLIENT_SECRET: secretOf(client) }, folder, ...words);
}

/** The same as the operator runs it, with settings of the hub. */
export function amanatWith(environment: Readonly<Record<string, string>>, folder: string, ...words: readonly string[]): RunningCommand {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder, env: { PATH, HOME, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { results: '', told: '' };
  child.stdout.on('data', (part: Buffer) => void (texts.results += part.toString()));
  child.stderr.on('data', (part: Buffer) => void (texts.told += part.toString()));
  return {
    ended: new Promise((end) => child.once('close', (status) => end({ status, ...texts }))),
    kill: () => void child.kill('SIGKILL'),
  };
}
