import { createHash } from 'node:crypto';
import { CLASSES, OPEN_CLASSES, split, type KindShape, type RecordClass, type SealedPiece, type Slice } from '#libs/contracts';
import type { Envelope, SubjectKey } from '#libs/keys';
import type { CompleteDocument } from './label.js';

export interface SealedRow {
  readonly subject: string;
  readonly classBit: number;
  readonly ciphertext: Buffer;
  /** Name of the subject's key for that class in the key store: a new one, or the one there was. */
  readonly key: string;
}

/** A document taken apart, with a fingerprint for each class by which a later version shows what it changed. */
export interface Sliced {
  readonly open: ReadonlyMap<RecordClass, Slice>;
  readonly pieces: readonly SealedPiece[];
  /** By class bit; empty for a class the document has nothing of. */
  readonly digests: readonly string[];
}

const SEALED = new Set(CLASSES.filter((entry) => entry.sealed).map((entry) => entry.code));
const BIT = new Map(CLASSES.map((entry) => [entry.code, entry.bit]));

/** A fingerprint is of its record, too: equal ones would tell that two records name the same person, whom nobody can read. */
export function sliced(shape: KindShape, document: CompleteDocument, record: string, envelope: Envelope): Sliced {
  const { open, sealed } = split(shape.type, document, (code) => SEALED.has(code));
  const digests = CLASSES.map((entry) => {
    const content = entry.sealed ? sealed.filter((piece) => piece.class === entry.code) : open.get(entry.code);
    const empty = content === undefined || (Array.isArray(content) && content.length === 0);
    return empty ? '' : envelope.digest(JSON.stringify([record, content])).toString('base64url');
  });
  return { open, pieces: sealed, digests };
}

/** Mask of the classes whose content differs between two versions. */
export function changedClasses(before: readonly string[], after: readonly string[]): number {
  return CLASSES.reduce((mask, entry) => (before[entry.bit] ?? '') === (after[entry.bit] ?? '') ? mask : mask | (1 << entry.bit), 0);
}

/** A subject's key for a class: the one that it has, or one that was never used. */
export type KeyOf = (subject: string, classBit: number) => SubjectKey;

/** Encrypts the sealed pieces of the classes in `classes`. */
export function seal(
  pieces: readonly SealedPiece[], at: { record: string; version: number; classes: number },
  envelope: Envelope, keyOf: KeyOf,
): SealedRow[] {
  return pieces.filter((piece) => at.classes & (1 << BIT.get(piece.class)!)).map((piece) => {
    const classBit = BIT.get(piece.class)!;
    const subject = subjectId(at.record, piece.list, piece.ref);
    const key = keyOf(subject, classBit);
    const place = { record: at.record, version: at.version, classBit, subject };
    return { subject, classBit, key: key.id, ciphertext: envelope.seal(key, place, JSON.stringify(piece.slice)) };
  });
}

/** Stable over versions, telling nothing of the originator's own reference: UUID version 8 over a hash. */
export function subjectId(record: string, list: string, ref: string): string {
  const hash = createHash('sha256').update(`${record}/${list}/${ref}`).digest();
  hash[6] = 0x80 | (hash[6]! & 0x0f);
  hash[8] = 0x80 | (hash[8]! & 0x3f);
  const hex = hash.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function openColumns(open: ReadonlyMap<RecordClass, Slice>): Record<string, Slice | null> {
  return Object.fromEntries(OPEN_CLASSES.map((entry) => [entry.code.toLowerCase(), open.get(entry.code) ?? null]));
}
