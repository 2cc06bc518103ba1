import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, calculateJwkThumbprint, type JWK } from 'jose';

/** The one algorithm the local issuer signs with: P-256, known to every OAuth library. */
export const LOCAL_ALGORITHM = 'ES256';

/** The issuer's private keys as a JWK set. The first signs, all verify: a new key is put in front. */
export interface SigningKeys {
  readonly keys: readonly JWK[];
}

export async function generateSigningKeys(): Promise<SigningKeys> {
  const { privateKey } = await generateKeyPair(LOCAL_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: LOCAL_ALGORITHM, use: 'sig' }] };
}

/**
 * Reads the keys from `file`, or makes them there (mode 0600) if there are none. Processes that
 * start together end up with the same keys: whoever creates the file first wins.
 */
export async function openSigningKeys(file: string): Promise<SigningKeys> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  return (await readSigningKeys(file)) ?? (await writeSigningKeys(file));
}

/** A link to a finished file either appears whole or not at all, and never over another's. */
async function writeSigningKeys(file: string): Promise<SigningKeys> {
  const made = await generateSigningKeys();
  const draft = `${file}.${made.keys[0]!.kid}`;
  await writeFile(draft, JSON.stringify(made), { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readSigningKeys(file))!;
  } finally {
    await unlink(draft);
  }
}

async function readSigningKeys(file: string): Promise<SigningKeys | null> {
  try {
    return parseSigningKeys(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Reads a JWK set of private P-256 keys given by configuration. Throws `TypeError` when it is none. */
export function parseSigningKeys(text: string): SigningKeys {
  const set = JSON.parse(text) as SigningKeys;
  const usable = (key: JWK) => key.kty === 'EC' && key.crv === 'P-256' && typeof key.d === 'string';
  if (!Array.isArray(set.keys) || set.keys.length === 0 || !set.keys.every(usable)) {
    throw new TypeError('the issuer needs a JWK set of private P-256 keys');
  }
  return set;
}

/** What may be shown: the same keys without their private part. */
export function publicKeys(keys: SigningKeys): { keys: JWK[] } {
  return { keys: keys.keys.map(({ d: _private, ...open }) => open) };
}
