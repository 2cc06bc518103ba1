import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { drawn } from '#libs/kernel';

/** What a sealed slice belongs to; bound into the ciphertext, so that none can be moved elsewhere. */
export interface SealedAt {
  readonly record: string;
  readonly version: number;
  /** Bit of the class in `schemas/policy/classes.json`. */
  readonly classBit: number;
  readonly subject: string;
}

/** A subject's key for one class, in use. */
export interface SubjectKey {
  /** What is stored. */
  readonly wrapped: Buffer;
  readonly plain: Buffer;
}

const WRAP_IV = Buffer.alloc(8, 0xa6); // RFC 3394 §2.2.3.1
const NONCE = 12;
const TAG = 16;

/**
 * Envelope encryption: every subject has one data key per sealed class (AES-256-GCM), wrapped by the
 * hub's master key (AES-KW, RFC 3394). Destroying the wrapped key erases every copy at once, backups
 * of ciphertext included (LED art. 16, GDPR art. 17).
 */
export class Envelope {
  readonly #wrapping: KeyObject;
  readonly #digesting: KeyObject;

  /** @param masterKey 32 bytes */
  constructor(masterKey: Buffer) {
    if (masterKey.length !== 32) throw new TypeError('the master key must have 32 bytes');
    this.#wrapping = derive(masterKey, 'amanat subject keys v1');
    this.#digesting = derive(masterKey, 'amanat slice digests v1');
  }

  newKey(): SubjectKey {
    const plain = drawn(32);
    return { plain, wrapped: this.#wrap(plain) };
  }

  /** @throws when it was not wrapped here */
  keyOf(wrapped: Buffer): SubjectKey {
    return { wrapped, plain: this.#unwrap(wrapped) };
  }

  seal({ plain }: SubjectKey, at: SealedAt, text: string): Buffer {
    const nonce = drawn(NONCE);
    const cipher = createCipheriv('aes-256-gcm', plain, nonce, { authTagLength: TAG });
    cipher.setAAD(boundTo(at));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, body, cipher.getAuthTag()]);
  }

  /** @throws when the ciphertext, its key or its place has been tampered with */
  open(wrappedKey: Buffer, at: SealedAt, sealed: Buffer): string {
    const nonce = sealed.subarray(0, NONCE);
    const tag = sealed.subarray(sealed.length - TAG);
    const decipher = createDecipheriv('aes-256-gcm', this.#unwrap(wrappedKey), nonce, { authTagLength: TAG });
    decipher.setAAD(boundTo(at));
    decipher.setAuthTag(tag);
    return decipher.update(sealed.subarray(NONCE, sealed.length - TAG), undefined, 'utf8') + decipher.final('utf8');
  }

  /** Keyed fingerprint of a text: tells whether a sealed slice changed without keeping it in clear. */
  digest(text: string): Buffer {
    return createHmac('sha256', this.#digesting).update(text).digest().subarray(0, 16);
  }

  #wrap(key: Buffer): Buffer {
    const cipher = createCipheriv('aes256-wrap', this.#wrapping, WRAP_IV);
    return Buffer.concat([cipher.update(key), cipher.final()]);
  }

  #unwrap(wrapped: Buffer): Buffer {
    const decipher = createDecipheriv('aes256-wrap', this.#wrapping, WRAP_IV);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  }
}

function derive(key: Buffer, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), use, 32)));
}

function boundTo(at: SealedAt): Buffer {
  return Buffer.from(`${at.record}/${at.version}/${at.classBit}/${at.subject}`);
}
