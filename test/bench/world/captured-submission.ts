import type { Database, Tx } from '#libs/postgres';
import { RecordKeeping, SubmitRecord } from '#libs/records';
import type { House } from '../../../apps/assembly/house.js';
import { callerOf } from './callers.js';
import { inventedCase } from './invented-case.js';
import type { Size } from './size.js';
import { worldClock, WorldIds } from './world-source.js';

/** What the door hands to `records.submit`, in the order of its parameters. */
export interface CapturedSubmission {
  readonly caller: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly content: Buffer;
  readonly row: Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string; readonly version: number };
  readonly audience: { readonly agencies: string[]; readonly purposes: number[]; readonly classes: number[] };
  readonly facets: { readonly names: string[]; readonly values: string[]; readonly classes: number[] };
  readonly sealed: { readonly subjects: string[]; readonly classes: number[]; readonly ciphertexts: Buffer[]; readonly keys: string[] };
  readonly deliveries: { readonly agencies: string[]; readonly streams: string[]; readonly types: string[]; readonly ids: string[] };
}

/** The door itself, up to the moment at which it would call the database: checks, slices, audience, facets, sealing. */
export class Door {
  readonly ids = new WorldIds();
  readonly #action: SubmitRecord;
  #values: readonly unknown[] = [];

  constructor(house: House, private readonly size: Omit<Size, 'records'>) {
    const run = async (_statement: unknown, values: readonly unknown[]) => {
      this.#values = values;
      return [{ place: 0 }];
    };
    const database = { single: (work: (tx: Tx) => Promise<unknown>) => work({ run } as unknown as Tx) } as unknown as Database;
    const { directory, sealing, kinds } = house.keeping;
    this.#action = new SubmitRecord(new RecordKeeping(database, directory, sealing, kinds, { clock: worldClock, ids: this.ids }));
  }

  async capture(index: number): Promise<CapturedSubmission> {
    this.ids.at(index);
    await submitCase(this.#action, index, this.size);
    return captured(this.#values);
  }
}

/** Hands in case number `index` of the world. */
export function submitCase(action: SubmitRecord, index: number, { rare, distinct }: Omit<Size, 'records'>) {
  const { agency, document } = inventedCase(index, rare, distinct);
  return action.run(callerOf(agency), { kind: 'case', document, idempotencyKey: `world-${index}` });
}

function captured(values: readonly unknown[]): CapturedSubmission {
  const at = <T>(place: number) => values[place] as T;
  return {
    caller: JSON.parse(at<string>(0)), key: at(1), content: at(2), row: JSON.parse(at<string>(3)),
    audience: { agencies: at(4), purposes: at(5), classes: at(6) },
    facets: { names: at(7), values: at(8), classes: at(9) },
    sealed: { subjects: at(10), classes: at(11), ciphertexts: at(12), keys: at(13) },
    deliveries: { agencies: at(14), streams: at(15), types: at(16), ids: at(17) },
  };
}
