import type { WrappedKey } from './subject-key.js';

/**
 * Wraps the keys of the key store under a master key: the hub's own, or one that a KMS keeps. In lots, for a
 * KMS is a journey away.
 */
export interface Wrapping {
  /** Names the master key under which keys are wrapped from now on. */
  readonly under: string;
  wrap(keys: readonly Buffer[]): Promise<Buffer[]>;
  /** @throws MasterKeyUnknown where a key is wrapped under a master key that is not believed any more */
  unwrap(keys: readonly WrappedKey[]): Promise<Buffer[]>;
}

/** A key lies under a master key that this process was not given. */
export class MasterKeyUnknown extends Error {
  readonly code = 'MASTER_KEY_UNKNOWN';

  constructor(under: string) {
    super(`the key store has keys under the master key ${under}, which was not given: see AMANAT_WRAPPING_KEY_ALSO`);
    this.name = 'MasterKeyUnknown';
  }
}
