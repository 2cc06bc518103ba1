import { hashFrom } from '../merkle/hashes.js';
import { isConsistent, rootByInclusion } from '../merkle/proof.js';
import { isSignedBy, readCheckpoint, type Checkpoint } from '../notes/checkpoint.js';
import type { VerifierKey } from '../notes/note-signer.js';
import { sealLeaf } from '../seals/seal-leaf.js';
import { slotLeaf, SLOTS } from '../seals/slots.js';
import { headHash, readHead } from '../seals/tree-head.js';
import { finding, type Finding } from './finding.js';
import type { ExportRow, FormerRow, SealRow } from './rows.js';

/** From the signature down to the agency's tree; whoever breaks one link cannot mend it without the hub's key. */
export function verifySeal(seal: SealRow, about: ExportRow, key: VerifierKey): Finding[] {
  const checkpoint = readCheckpoint(seal.checkpoint);
  if (checkpoint.origin !== key.name || !isSignedBy(checkpoint, key)) {
    return [finding('CHECKPOINT_FORGED', `checkpoint ${checkpoint.size}`, 'The checkpoint is not signed by this key.')];
  }
  return [...verifyInterval(seal, about, checkpoint), ...verifyLeaf(seal, checkpoint), ...verifySlot(seal, about), ...verifyPeriods(seal)];
}

/** The log has one leaf for every interval since its first: a missing one shows in the place of all that follow. */
function verifyInterval({ tick }: SealRow, { firstTick, interval }: ExportRow, { size }: Checkpoint): Finding[] {
  const missing = tick - firstTick - (size - 1);
  if (missing === 0) return [];
  return [finding('SEAL_INTERVAL_MISSING', `seal of ${timeOf(tick, interval)}`, `The log has ${Math.abs(missing)} leaves too ${missing > 0 ? 'few' : 'many'} for its age.`)];
}

export const timeOf = (tick: number, interval: number): string => new Date(tick * interval).toISOString();

function verifyLeaf({ tick, slots, path }: SealRow, { size, root }: Checkpoint): Finding[] {
  const found = rootByInclusion({ leaf: sealLeaf(tick, hashFrom(slots)), index: size - 1, size, path: path.map(hashFrom) });
  return found?.equals(root) ? [] : [finding('SEAL_FORGED', `checkpoint ${size}`, 'The seal does not stand in the signed log.')];
}

function verifySlot({ head, tick, slot, salt, slots, slotPath }: SealRow, { agency }: ExportRow): Finding[] {
  const leaf = slotLeaf(readHead(head), { slot, tick, salt: hashFrom(salt) });
  const root = rootByInclusion({ leaf, index: slot, size: SLOTS, path: slotPath.map(hashFrom) });
  return head.agency === agency && root?.equals(hashFrom(slots)) ? [] : [finding('SLOT_FORGED', `tree of ${head.period}`, 'The tree is not the one that was sealed for this agency.')];
}

/** Each head names the one before it: the sealed one stands for all, also where lines were dropped. */
function verifyPeriods({ head, trees }: SealRow): Finding[] {
  const heads = trees.map(readHead);
  const findings: Finding[] = [];
  heads.forEach((each, place) => {
    const next = heads[place + 1];
    const follows = next ? next.before?.equals(headHash(each)) && each.period < next.period : headHash(each).equals(headHash(readHead(head)));
    if (!follows || (place === 0 && each.before !== null)) findings.push(finding('PERIODS_BROKEN', `tree of ${each.period}`, 'The period is not the one that the next names, or that was sealed.'));
  });
  return findings;
}

/** Whether the log continues the one of an earlier checkpoint, which whoever kept it can compare to the byte. */
export function verifyFormer(former: FormerRow, seal: SealRow, key: VerifierKey): Finding[] {
  const [then, now] = [readCheckpoint(former.checkpoint), readCheckpoint(seal.checkpoint)];
  const place = `checkpoint ${then.size}`;
  if (!isSignedBy(then, key)) return [finding('CHECKPOINT_FORGED', place, 'The former checkpoint is not signed by this key.')];
  const continues = isConsistent({ former: then, now, path: former.consistency.map(hashFrom) });
  return continues ? [] : [finding('LOG_REWRITTEN', place, 'The log does not continue the one of this checkpoint.')];
}
