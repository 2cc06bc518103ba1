import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** C2SP signed-note and tlog-cosignature: what a key signs with. */
export const ED25519 = 1;
export const COSIGNATURE = 4;

/** A key that others verify with; its text is C2SP's `name+id+key`. */
export interface VerifierKey {
  readonly name: string;
  readonly kind: typeof ED25519 | typeof COSIGNATURE;
  /** First four bytes of every signature by this key. */
  readonly id: Buffer;
  readonly bytes: Buffer;
  readonly text: string;
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const NAME = /^[^\s+]{1,200}$/u;

export function verifierKey(name: string, kind: VerifierKey['kind'], bytes: Buffer): VerifierKey {
  if (!NAME.test(name)) throw new TypeError('the name of a key has no blanks and no plus sign');
  const id = createHash('sha256').update(`${name}\n`).update(Buffer.from([kind])).update(bytes).digest().subarray(0, 4);
  const text = `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([kind]), bytes]).toString('base64')}`;
  return { name, kind, id, bytes, text };
}

/** @throws TypeError for anything but a key as `VerifierKey.text` is written */
export function readVerifierKey(text: string): VerifierKey {
  const [name = '', id = '', encoded = ''] = text.trim().split(/\+(?=[0-9a-f]{8}\+)|(?<=\+[0-9a-f]{8})\+/u);
  const bytes = Buffer.from(encoded, 'base64');
  const kind = bytes[0];
  if ((kind !== ED25519 && kind !== COSIGNATURE) || bytes.length !== 33) throw new TypeError('this is no verifier key');
  const key = verifierKey(name, kind, bytes.subarray(1));
  if (key.id.toString('hex') !== id) throw new TypeError('the id of the key is not of this key');
  return key;
}

export function holds(key: VerifierKey, message: Buffer, signature: Buffer): boolean {
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, key.bytes]), format: 'der', type: 'spki' });
  return signature.length === 64 && verify(null, message, publicKey, signature);
}

/** A key that signs: the hub's for checkpoints, an agency's for countersignatures. */
export class NoteSigner {
  readonly key: VerifierKey;
  readonly #private: KeyObject;

  /** @param seed 32 bytes, the Ed25519 private key (RFC 8032) */
  constructor(name: string, seed: Buffer, kind: VerifierKey['kind'] = ED25519) {
    this.#private = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.#private).export({ format: 'der', type: 'spki' });
    this.key = verifierKey(name, kind, spki.subarray(SPKI.length));
  }

  sign(message: Buffer): Buffer {
    return sign(null, message, this.#private);
  }
}
