import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { drawn } from '#libs/kernel';
import type { SubjectKey } from './model/subject-key.js';

/** What a sealed slice belongs to; bound into the ciphertext, so that none can be moved elsewhere. */
export interface SealedAt {
  readonly record: string;
  readonly version: number;
  /** Bit of the class in `schemas/policy/classes.json`. */
  readonly classBit: number;
  readonly subject: string;
}

const NONCE = 12;
const TAG = 16;

/**
 * Envelope encryption: every subject has one data key per sealed class (AES-256-GCM), which lies in the key
 * store and nowhere else. Shredding it there erases every copy at once, backups of ciphertext included (LED
 * art. 16, GDPR art. 17).
 */
export class Envelope {
  readonly #digesting: KeyObject;

  /** @param masterKey 32 bytes: fingerprints follow from it */
  constructor(masterKey: Buffer) {
    if (masterKey.length !== 32) throw new TypeError('the master key must have 32 bytes');
    this.#digesting = createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'amanat slice digests v1', 32)));
  }

  seal({ plain }: SubjectKey, at: SealedAt, text: string): Buffer {
    const nonce = drawn(NONCE);
    const cipher = createCipheriv('aes-256-gcm', plain, nonce, { authTagLength: TAG });
    cipher.setAAD(boundTo(at));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, body, cipher.getAuthTag()]);
  }

  /** @throws when the ciphertext, its key or its place has been tampered with */
  open(plain: Buffer, at: SealedAt, sealed: Buffer): string {
    const nonce = sealed.subarray(0, NONCE);
    const tag = sealed.subarray(sealed.length - TAG);
    const decipher = createDecipheriv('aes-256-gcm', plain, nonce, { authTagLength: TAG });
    decipher.setAAD(boundTo(at));
    decipher.setAuthTag(tag);
    return decipher.update(sealed.subarray(NONCE, sealed.length - TAG), undefined, 'utf8') + decipher.final('utf8');
  }

  /** Keyed fingerprint of a text: tells whether a sealed slice changed without keeping it in clear. */
  digest(text: string): Buffer {
    return createHmac('sha256', this.#digesting).update(text).digest().subarray(0, 16);
  }
}

function boundTo(at: SealedAt): Buffer {
  return Buffer.from(`${at.record}/${at.version}/${at.classBit}/${at.subject}`);
}
