/** A subject's key for one class, in use. */
export interface SubjectKey {
  /** Its name in the key store: what stands beside the ciphertext. */
  readonly id: string;
  /** 32 bytes. */
  readonly plain: Buffer;
}

/** A key as the key store keeps it. */
export interface WrappedKey {
  readonly id: string;
  /** Which master key it is wrapped under. */
  readonly under: string;
  readonly wrapped: Buffer;
}

/** What is to be erased: keys that are shredded, and of whom. */
export interface Shredding {
  readonly record: string;
  /** Null where the whole record is erased. */
  readonly subject: string | null;
  readonly keys: readonly string[];
}
