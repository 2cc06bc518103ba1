import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Refusal } from '#libs/kernel';
import type { WrappedKey } from './subject-key.js';
import type { Wrapping } from './wrapping.js';

const WRAP_IV = Buffer.alloc(8, 0xa6); // RFC 3394 §2.2.3.1

/** The wrapping key of a hub that was given none of its own. */
export function wrappingKeyFrom(masterKey: Buffer): Buffer {
  return derived(masterKey, 'amanat subject keys v1');
}

/** Master keys in this process's memory (AES-KW, RFC 3394): one that is wrapped under, and others that are believed while keys are changed. */
export class MasterKeys implements Wrapping {
  readonly under: string;
  readonly #byName: ReadonlyMap<string, KeyObject>;

  /** @param current 32 bytes @param also 32 bytes each */
  constructor(current: Buffer, also: readonly Buffer[] = []) {
    if ([current, ...also].some(({ length }) => length !== 32)) throw new TypeError('a wrapping key must have 32 bytes');
    this.under = nameOf(current);
    this.#byName = new Map([...also, current].map((key) => [nameOf(key), createSecretKey(key)]));
  }

  async wrap(keys: readonly Buffer[]): Promise<Buffer[]> {
    const master = this.#byName.get(this.under)!;
    return keys.map((key) => {
      const cipher = createCipheriv('aes256-wrap', master, WRAP_IV);
      return Buffer.concat([cipher.update(key), cipher.final()]);
    });
  }

  async unwrap(keys: readonly WrappedKey[]): Promise<Buffer[]> {
    return keys.map(({ under, wrapped }) => {
      const master = this.#byName.get(under);
      if (!master) throw Refusal.because('MASTER_KEY_UNKNOWN', '', 'AMANAT_WRAPPING_KEY_ALSO', 'A key lies under a master key that this process was not given.');
      const decipher = createDecipheriv('aes256-wrap', master, WRAP_IV);
      return Buffer.concat([decipher.update(wrapped), decipher.final()]);
    });
  }
}

/** Tells one master key from another, and nothing of either. */
export function nameOf(key: Buffer): string {
  return `aes-kw:${derived(key, 'amanat wrapping key name v1').subarray(0, 8).toString('hex')}`;
}

function derived(key: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), use, 32));
}
