import type { Shredding, SubjectKey } from './subject-key.js';

/** Where subjects' keys lie, apart from what they open. */
export interface KeyStore {
  /** New keys, durable before they are given. What is never used is harmless. */
  make(count: number): Promise<SubjectKey[]>;
  /** By id, those there are: what was shredded is not among them. */
  open(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Destroys keys for good, as often as it is asked. @returns when it is durable */
  shred(shredded: readonly Shredding[]): Promise<void>;
  /** Calls `forget` when any process has shredded, as long as the line holds; resolves when it listens. @returns the way to stop */
  onShredded(forget: (ids: readonly string[] | null) => void): Promise<() => Promise<void>>;
}
