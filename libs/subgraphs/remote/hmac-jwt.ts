import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/** A secret of the hub's own processes, and the name it goes by in tokens (RFC 7515 §4.1.4). */
export interface HmacKey {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * A JWT (RFC 7519) with HS256 and nothing else, made and read where it is needed. Between processes of one hub
 * a token is made for every question; through WebCrypto, as `jose` has it, each takes a turn of the thread pool,
 * a fifth of the gateway's time (D-086).
 */
export function signJwt(claims: object, { id, key }: HmacKey): string {
  const signed = `${encoded({ alg: 'HS256', kid: id })}.${encoded(claims)}`;
  return `${signed}.${macOf(signed, key).toString('base64url')}`;
}

/** The claims of a token that one of these keys has signed, whatever they say; null of any other text. */
export function verifyJwt(token: string, keys: readonly [HmacKey, ...HmacKey[]]): object | null {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0) return null;
  const { alg, kid } = (decoded(header) ?? {}) as { alg?: unknown; kid?: unknown };
  if (alg !== 'HS256') return null;
  const { key } = keys.find(({ id }) => id === kid) ?? keys[0];
  const [expected, given] = [macOf(`${header}.${payload}`, key), Buffer.from(signature, 'base64url')];
  return given.length === expected.length && timingSafeEqual(given, expected) ? decoded(payload) : null;
}

const macOf = (text: string, key: KeyObject): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decoded(part: string): object | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
