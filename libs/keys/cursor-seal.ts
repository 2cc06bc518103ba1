import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { Refusal } from '#libs/kernel';

const NONCE = 12;
const TAG = 16;
/** Every cursor is as long as every other: the number of a position's digits would tell how far the hub has come. */
const LENGTH = 48;

/**
 * Opaque cursors: a position sealed for one agency and one list, so that it tells nobody how much
 * lies between two of them and serves no other agency.
 */
export class CursorSeal {
  readonly #key: Buffer;

  /** @param masterKey 32 bytes */
  constructor(masterKey: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'amanat cursors v1', 32));
  }

  /** @param position at most 48 characters, no blank at its end */
  seal(agency: string, list: string, position: string): string {
    // Derived from the content: the same position gives the same cursor, in every process.
    const nonce = createHmac('sha256', this.#key).update(`${agency}/${list}/${position}`).digest().subarray(0, NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(`${agency}/${list}`));
    return Buffer.concat([nonce, cipher.update(position.padEnd(LENGTH), 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** @throws Refusal CURSOR_INVALID for a cursor that was not given to this agency for this list */
  open(agency: string, list: string, cursor: string): string {
    try {
      const sealed = Buffer.from(cursor, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(Buffer.from(`${agency}/${list}`));
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
      return (decipher.update(sealed.subarray(NONCE, sealed.length - TAG), undefined, 'utf8') + decipher.final('utf8')).trimEnd();
    } catch {
      throw Refusal.because('CURSOR_INVALID', 'after', 'hub', 'This cursor was not given to you for this list.');
    }
  }
}
