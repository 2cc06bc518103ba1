import { canonical } from '../merkle/canonical.js';
import { leafHash, type Hash } from '../merkle/hashes.js';

/** The leaf of one interval: the salted root over all slots. */
export function sealLeaf(tick: number, slots: Hash): Hash {
  return leafHash(canonical({ slots: slots.toString('base64'), tick }));
}

/**
 * The leaf of an interval in which nobody sealed. It is added when sealing goes on, so that the size
 * of the log follows from the clock alone and tells nothing of anybody's activity.
 */
export function outageLeaf(tick: number): Hash {
  return leafHash(canonical({ slots: null, tick }));
}
