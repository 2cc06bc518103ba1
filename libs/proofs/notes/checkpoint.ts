import { hashFrom, type Hash } from '../merkle/hashes.js';
import { COSIGNATURE, ED25519, holds, type NoteSigner, type VerifierKey } from './note-signer.js';

/** C2SP tlog-checkpoint: how large a log is and what its root is. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** What is signed. */
  readonly body: string;
  readonly signatures: readonly Signature[];
}

export interface Signature {
  readonly name: string;
  readonly id: Buffer;
  readonly bytes: Buffer;
  /** The line of the note, without its end. */
  readonly line: string;
}

const LINE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/u;
const SIZE = /^(?:0|[1-9]\d{0,15})$/u;

export function checkpointBody({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** A signed note (C2SP signed-note). */
export function signedCheckpoint(signer: NoteSigner, size: number, root: Hash): string {
  const body = checkpointBody({ origin: signer.key.name, size, root });
  return `${body}\n${signatureLine(signer.key, signer.sign(Buffer.from(body)))}\n`;
}

function signatureLine(key: VerifierKey, signature: Buffer): string {
  return `\u2014 ${key.name} ${Buffer.concat([key.id, signature]).toString('base64')}`;
}

/** @throws TypeError when the text is no checkpoint */
export function readCheckpoint(note: string): Checkpoint {
  const end = note.indexOf('\n\n');
  const [origin = '', size = '', root = ''] = note.split('\n');
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || lines.pop() !== '' || lines.length === 0 || !origin || !SIZE.test(size)) throw new TypeError('this is no checkpoint');
  const signatures = lines.map((line) => {
    const [, name, encoded] = LINE.exec(line) ?? [];
    const bytes = Buffer.from(encoded ?? '', 'base64');
    if (!name || bytes.length < 5) throw new TypeError('a signature of the checkpoint is malformed');
    return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4), line };
  });
  return { origin, size: Number(size), root: hashFrom(root), body: note.slice(0, end + 1), signatures };
}

/** Whether the holder of this key has signed this checkpoint, as log or as witness. */
export function isSignedBy(checkpoint: Checkpoint, key: VerifierKey): boolean {
  return checkpoint.signatures.some((signature) => signature.name === key.name && signature.id.equals(key.id) && (
    key.kind === ED25519
      ? holds(key, Buffer.from(checkpoint.body), signature.bytes)
      : signature.bytes.length === 72 && holds(key, cosigned(checkpoint.body, signature.bytes.readBigUInt64BE(0)), signature.bytes.subarray(8))));
}

/** C2SP tlog-cosignature v1: what a witness signs. `at`: seconds since 1970 */
function cosigned(body: string, at: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${at}\n${body}`);
}

/** The line by which a witness says that it has seen this checkpoint and that it continues what it saw before. */
export function countersignature(witness: NoteSigner, checkpoint: Checkpoint, at: number): string {
  if (witness.key.kind !== COSIGNATURE) throw new TypeError('a witness signs with a key for cosignatures');
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(at));
  return signatureLine(witness.key, Buffer.concat([time, witness.sign(cosigned(checkpoint.body, BigInt(at)))]));
}
