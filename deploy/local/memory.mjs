/** What a second start must find again: ports and passwords, in files that only their owner reads. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** The JSON document in `file`, or `otherwise` when there is none. */
export function recall(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return otherwise;
    throw error;
  }
}

/** Written beside and renamed, so that a crash leaves the old document or the new one. */
export function remember(file, document) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** 144 random bits, URL-safe. */
export const password = () => randomBytes(18).toString('base64url');

/** `wanted` when nothing listens on it, else a free port of 127.0.0.1. */
export async function portLike(wanted) {
  return (wanted && (await listens(wanted))) || listens(0);
}

function listens(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => {
      const { port: given } = server.address();
      server.close(() => resolve(given));
    });
  });
}
