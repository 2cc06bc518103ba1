import { logConsistency, logInclusion, readCheckpointOf, readHeads, readSlots, type StoredCheckpoint } from '#libs/audit';
import type { Disclosed, LedgerDisclosure } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { rootOf, slotLeaves, slotPath, type SlotSalts } from '#libs/proofs';
import { treeOf, type SealLog, type SealOpening } from './answers.js';
import { readable } from './read-ledger.js';

/** The log of seals, the same for everyone, and what each seal says of one agency. */
export class ReadSeals {
  constructor(
    private readonly disclosure: LedgerDisclosure,
    private readonly salts: SlotSalts,
  ) {}

  log(caller: Caller): Promise<Disclosed<SealLog>> {
    return this.disclosure.give(caller, 'seal-log', null, async (_facts, database) => {
      const { note, ...log } = await checkpointOf(database, null);
      return { ...log, checkpoint: note };
    });
  }

  /** Null where the agency had no line yet. @throws Refusal CHECKPOINT_UNKNOWN */
  opening(caller: Caller, asked: { readonly agency?: string | null; readonly size?: number | null }): Promise<Disclosed<SealOpening | null>> {
    const agency = readable(caller, asked.agency, 'trees');
    return this.disclosure.give(caller, 'seal-opening', agency, async (facts, database) => {
      const { note, size, firstTick } = await checkpointOf(database, asked.size ?? null);
      const tick = firstTick + size - 1;
      const heads = await readSlots(database, size - 1);
      const slot = [...heads].find(([, head]) => head.agency === agency)?.[0];
      const trees = (await readHeads(database, facts, agency, size)).map(treeOf);
      if (slot === undefined || trees.length === 0) return null;
      const salts = this.salts.at(tick);
      const leaves = slotLeaves(heads, tick, salts);
      return {
        checkpoint: note, tick, slots: text(rootOf(leaves)), path: (await logInclusion(database, size - 1, size)).map(text),
        slot, salt: text(salts[slot]!), slotPath: slotPath(leaves, slot).map(text), head: trees.at(-1)!, trees,
      };
    });
  }

  /** @throws Refusal PROOF_IMPOSSIBLE */
  consistency(caller: Caller, { from, to }: { readonly from: number; readonly to: number }): Promise<Disclosed<string[]>> {
    return this.disclosure.give(caller, 'seal-proof', null, async (_facts, database) => {
      const { size } = await checkpointOf(database, null);
      if (from < 0 || from > to || to > size) throw Refusal.because('PROOF_IMPOSSIBLE', 'to', 'RFC 6962 §2.1', 'The log has not that size.');
      return (await logConsistency(database, from, to)).map(text);
    });
  }
}

const text = (hash: Buffer) => hash.toString('base64');

async function checkpointOf(database: Database, size: number | null): Promise<StoredCheckpoint> {
  const checkpoint = await readCheckpointOf(database, size);
  if (!checkpoint) throw Refusal.because('CHECKPOINT_UNKNOWN', 'size', 'hub', 'There is no checkpoint of that size; the hub keeps the latest, those countersigned, and one an hour.');
  return checkpoint;
}
