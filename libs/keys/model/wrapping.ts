import type { WrappedKey } from './subject-key.js';

/**
 * Wraps the keys of the key store under a master key: the hub's own, or one that a KMS keeps. In lots, for a
 * KMS is a journey away.
 */
export interface Wrapping {
  /** Names the master key under which keys are wrapped from now on. */
  readonly under: string;
  wrap(keys: readonly Buffer[]): Promise<Buffer[]>;
  /** @throws Refusal MASTER_KEY_UNKNOWN where a key is wrapped under a master key that is not believed any more */
  unwrap(keys: readonly WrappedKey[]): Promise<Buffer[]>;
}
