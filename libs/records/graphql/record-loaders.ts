import DataLoader from 'dataloader';
import type { Disclosed, RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { FindRecords } from '../actions/find-records.js';

type Loader = DataLoader<string, Disclosed<RecordView | null>>;

/**
 * Gathers the look-ups of one request into one, per caller and classes wanted: the key is the request's
 * own caller, so no answer crosses over.
 */
export class RecordLoaders {
  readonly #byCaller = new WeakMap<Caller, Map<number, Loader>>();

  constructor(private readonly find: FindRecords, private readonly kind: string) {}

  load(caller: Caller, id: string, wanted: number): Promise<Disclosed<RecordView | null>> {
    const byWanted = this.#byCaller.get(caller) ?? new Map<number, Loader>();
    this.#byCaller.set(caller, byWanted);
    const loader = byWanted.get(wanted) ?? this.#loader(caller, wanted);
    byWanted.set(wanted, loader);
    return loader.load(id);
  }

  #loader(caller: Caller, wanted: number): Loader {
    return new DataLoader((ids: readonly string[]) => this.find.many(caller, this.kind, ids, wanted), { maxBatchSize: 100, cache: false });
  }
}
