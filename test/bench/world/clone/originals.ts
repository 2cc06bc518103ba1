import { claimOf } from '#libs/records';
import type { House } from '../../../../apps/assembly/house.js';
import { prepare, type Prepared } from '../../../../libs/records/model/preparation.js';
import { seal, sliced, type SealedRow } from '../../../../libs/records/model/sealing.js';
import { firstStanding } from '../../../../libs/records/model/standing.js';
import { progress } from '../../measure/say.js';
import { callerOf } from '../callers.js';
import { Door, type CapturedSubmission } from '../captured-submission.js';
import { inventedCase } from '../invented-case.js';
import type { Size } from '../size.js';
import { WORLD_TIME, worldClock, worldId } from '../world-source.js';

/** What of a clone follows from its own id and reference. */
export interface Clone {
  readonly id: string;
  readonly original: string;
  readonly index: number;
  readonly digests: readonly string[];
  /** Fingerprint of what was handed in. */
  readonly content: Buffer;
  readonly sealed: readonly SealedRow[];
}

/** The distinct cases of a world, checked and taken apart once; a clone is one of them under another id and reference. */
export class Originals {
  readonly #prepared: { readonly agency: string; readonly prepared: Prepared }[] = [];

  constructor(private readonly house: House, private readonly size: Required<Size>) {}

  /** Reads all originals, and gives the first as the door hands it in: its columns are those that a world fills. */
  async capture(): Promise<CapturedSubmission> {
    const { keeping } = this.house;
    const told = progress('reading what is to be cloned', this.size.distinct);
    for (let index = 0; index < this.size.distinct; index++) {
      const { agency, document } = inventedCase(index, this.size.rare);
      const given = { id: worldId(index), kind: 'case', document, originator: keeping.agency(agency) };
      this.#prepared.push({ agency, prepared: prepare(keeping.kinds, keeping.envelope, worldClock, given) });
      told(index + 1);
    }
    return new Door(this.house, this.size).capture(0);
  }

  async clone(index: number): Promise<Clone> {
    const { envelope, sealing } = this.house.keeping;
    const original = index % this.size.distinct;
    const { agency, prepared: { shape, document: before } } = this.#prepared[original]!;
    const document = { ...before, envelope: { ...before.envelope, reference: `B-${index}` } };
    const id = worldId(index);
    const slices = sliced(shape, document, id, envelope);
    const { changed, version } = firstStanding(id, slices, WORLD_TIME.toISOString());
    const { content } = claimOf(envelope, callerOf(agency), `world-${index}`, 'submit', 'case', document);
    const unused = await sealing.keyring.take(slices.pieces.length);
    const sealed = seal(slices.pieces, { record: id, version, classes: changed }, envelope, () => unused.pop()!);
    return { id, original: worldId(original), index, digests: slices.digests, content, sealed };
  }
}
