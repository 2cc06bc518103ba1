import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { turnstile } from './turnstile.js';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/**
 * Secrets are minted with 256 random bits, so no cost makes guessing them feasible or infeasible;
 * the cost is kept at 4 MiB and a few milliseconds so that asking for tokens stays cheap for all.
 */
const COST = { N: 4096, r: 8, p: 1 } as const;
const LENGTH = 32;

/** scrypt runs on libuv's four threads: two are left for files and look-ups of names. */
const enter = turnstile(2);

/** A new client secret: 32 random bytes, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64url; carries its own cost, so the cost may change. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await enter(() => derive(secret, salt, LENGTH, COST));
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Compares in constant time, off the event loop. A hash of another form never matches. */
export async function secretMatches(secret: string, hashed: string): Promise<boolean> {
  const [form, N, r, p, salt, hash] = hashed.split('$');
  if (form !== 'scrypt' || !salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await enter(() => derive(secret, Buffer.from(salt, 'base64url'), expected.length, cost));
  return timingSafeEqual(actual, expected);
}
