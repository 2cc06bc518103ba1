import {
  freshOfficer, freshPeers, freshRecord, freshReference, type Memories, type OfficerMemory, type PeersMemory, type RecordMemory, type ReferenceMemory,
} from './memory.js';

/** Memories by kind and key, as they are read from where they are kept and written back. */
export type Kept = Readonly<Record<'officer' | 'reference' | 'record' | 'peers', Map<string, object>>>;

/** One agency's memories at hand; what is not there is as if it had never been seen. */
export class KeptMemories implements Memories {
  constructor(readonly kept: Kept = { officer: new Map(), reference: new Map(), record: new Map(), peers: new Map() }) {}

  officer(name: string, day: number): OfficerMemory {
    return this.#of('officer', name, () => freshOfficer(day));
  }

  reference(reference: string, day: number): ReferenceMemory {
    return this.#of('reference', reference, () => freshReference(day));
  }

  knownReference(reference: string): ReferenceMemory | null {
    return (this.kept.reference.get(reference) as ReferenceMemory | undefined) ?? null;
  }

  record(id: string): RecordMemory {
    return this.#of('record', id, freshRecord);
  }

  peers(day: number): PeersMemory {
    return this.#of('peers', '', () => freshPeers(day));
  }

  #of<Memory extends object>(kind: keyof Kept, key: string, fresh: () => Memory): Memory {
    const known = this.kept[kind].get(key) as Memory | undefined;
    if (known) return known;
    const made = fresh();
    this.kept[kind].set(key, made);
    return made;
  }
}
