import DataLoader from 'dataloader';
import type { Disclosed, RecordView } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { FindRecords } from '../actions/find-records.js';

/** Gathers the look-ups of one request into one, per caller: the key is the request's own caller, so no answer crosses over. */
export class RecordLoaders {
  readonly #byCaller = new WeakMap<Caller, DataLoader<string, Disclosed<RecordView | null>>>();

  constructor(private readonly find: FindRecords, private readonly kind: string) {}

  load(caller: Caller, id: string): Promise<Disclosed<RecordView | null>> {
    let loader = this.#byCaller.get(caller);
    if (!loader) {
      loader = new DataLoader((ids: readonly string[]) => this.find.many(caller, this.kind, ids), { maxBatchSize: 100, cache: false });
      this.#byCaller.set(caller, loader);
    }
    return loader.load(id);
  }
}
