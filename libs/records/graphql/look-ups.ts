import DataLoader from 'dataloader';
import type { Caller } from '#libs/kernel';

/** Looks several keys up at once; one answer for each, in their order. */
export type LookUp<Value> = (caller: Caller, keys: readonly string[], wanted: number) => Promise<Value[]>;

/** Keys looked up at once. */
const MOST = 100;

/**
 * Gathers the look-ups of one request into one, per caller and classes wanted: the key is the request's
 * own caller, so no answer crosses over. Nothing is kept from one look-up to the next.
 */
export class LookUps<Value> {
  readonly #byCaller = new WeakMap<Caller, Map<number, DataLoader<string, Value>>>();

  constructor(private readonly lookUp: LookUp<Value>) {}

  load(caller: Caller, key: string, wanted: number): Promise<Value> {
    const byWanted = this.#byCaller.get(caller) ?? new Map<number, DataLoader<string, Value>>();
    this.#byCaller.set(caller, byWanted);
    const gathered = byWanted.get(wanted)
      ?? new DataLoader<string, Value>((keys) => this.lookUp(caller, keys, wanted), { maxBatchSize: MOST, cache: false });
    byWanted.set(wanted, gathered);
    return gathered.load(key);
  }
}
