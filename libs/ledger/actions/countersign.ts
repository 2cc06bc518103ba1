import { keepCountersignature, logRoot, readCheckpointOf, recorded } from '#libs/audit';
import { callerFacts } from '#libs/disclosure';
import { Refusal, type Caller } from '#libs/kernel';
import type { Database } from '#libs/postgres';
import { COSIGNATURE, isSignedBy, readCheckpoint, readVerifierKey, type Checkpoint, type VerifierKey } from '#libs/proofs';

export interface Countersigning {
  /** The hub's checkpoint with the agency's line under it. */
  readonly checkpoint: string;
  /** The agency's verifier key. */
  readonly key: string;
}

/** Which checkpoint is countersigned now. */
export interface Countersigned {
  readonly size: number;
}

/** Keeps an agency's word that it has seen a checkpoint: from then on the hub cannot show anyone another log of that size. */
export class Countersign {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ACTION_NOT_ALLOWED, CHECKPOINT_INVALID */
  async run(caller: Caller, { checkpoint: note, key: keyText }: Countersigning): Promise<Countersigned> {
    if (!caller.roles.includes('data-protection-officer')) throw Refusal.because('ACTION_NOT_ALLOWED', '', 'directory: role data-protection-officer', 'This client may not countersign.');
    const { checkpoint, key } = read(note, keyText);
    if (key.name !== caller.agency || key.kind !== COSIGNATURE || !isSignedBy(checkpoint, key)) {
      throw invalid('key', 'The checkpoint bears no cosignature by this key, or the key is not named for your agency.');
    }
    const { size } = checkpoint;
    await this.#isOurs(checkpoint);
    const { line } = checkpoint.signatures.find(({ id }) => id.equals(key.id))!;
    const own = checkpoint.signatures.find(({ name }) => name === checkpoint.origin)!;
    const kept = { size, note: `${checkpoint.body}\n${own.line}\n`, key: key.text, line };
    await recorded(() => keepCountersignature(this.database, callerFacts(caller), kept));
    return { size };
  }

  async #isOurs(checkpoint: Checkpoint): Promise<void> {
    const latest = await readCheckpointOf(this.database, null);
    const within = latest !== null && checkpoint.size >= 1 && checkpoint.size <= latest.size;
    if (!within || !isSignedBy(checkpoint, readVerifierKey(latest.key)) || !(await logRoot(this.database, checkpoint.size)).equals(checkpoint.root)) {
      throw invalid('checkpoint', 'This is no checkpoint of this hub\'s log of seals.');
    }
  }
}

function read(note: string, keyText: string): { checkpoint: Checkpoint; key: VerifierKey } {
  try {
    return { checkpoint: readCheckpoint(note), key: readVerifierKey(keyText) };
  } catch {
    throw invalid('checkpoint', 'This is no checkpoint, or no verifier key.');
  }
}

const invalid = (field: string, message: string) => Refusal.because('CHECKPOINT_INVALID', field, 'C2SP tlog-checkpoint, tlog-cosignature', message);
