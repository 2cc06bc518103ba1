import { createHash, hkdfSync } from 'node:crypto';
import { canonical } from '../merkle/canonical.js';
import { rootOf } from '../merkle/fold.js';
import { hashesIn, leafHash, type Hash } from '../merkle/hashes.js';
import { inclusionSpans } from '../merkle/proof.js';
import { writtenHead, type TreeHead } from './tree-head.js';

/** Agency slots in every seal: fixed and padded, so that a seal tells nobody how many agencies there are. */
export const SLOTS = 256;

/**
 * One secret value of 32 bytes for each slot at each tick: the salt of a slot that an agency has, and
 * all there is of a slot that none has. With a new salt at each tick nobody can see that a root is
 * as it was.
 */
export class SlotSalts {
  readonly #key: Buffer;

  /** @param masterKey 32 bytes */
  constructor(masterKey: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'amanat ledger slots v1', 32));
  }

  at(tick: number): Hash[] {
    return hashesIn(createHash('shake256', { outputLength: SLOTS * 32 }).update(this.#key).update(String(tick)).digest());
  }
}

/** What the slot of an agency holds. */
export function slotLeaf(head: TreeHead, at: { readonly slot: number; readonly tick: number; readonly salt: Hash }): Hash {
  return leafHash(canonical({ head: { ...writtenHead(head) }, salt: at.salt.toString('base64'), slot: at.slot, tick: at.tick }));
}

/** The slots of one tick. `heads` by slot. */
export function slotLeaves(heads: ReadonlyMap<number, TreeHead>, tick: number, salts: readonly Hash[]): Hash[] {
  return salts.map((salt, slot) => {
    const head = heads.get(slot);
    return head ? slotLeaf(head, { slot, tick, salt }) : salt;
  });
}

/** What joins a slot to the root of all slots. */
export function slotPath(leaves: readonly Hash[], slot: number): Hash[] {
  return inclusionSpans(slot, leaves.length).map(({ from, to }) => rootOf(leaves.slice(from, to)));
}
