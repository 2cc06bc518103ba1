import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '#libs/process';

/** The key that wraps every subject's keys: given by configuration, else made once and kept beside the hub's own files. */
export function masterKeyOf({ masterKey, home }: Environment): Buffer {
  return masterKey ?? keptKey(home, 'master.key');
}

/** The Ed25519 seed that signs checkpoints: a file or setting of its own, never in the database, and only where lines are sealed. */
export function ledgerKeyOf({ ledgerKey, home }: Environment): Buffer {
  return ledgerKey ?? keptKey(home, 'ledger.key');
}

function keptKey(home: string, name: string): Buffer {
  const file = join(home, name);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}
