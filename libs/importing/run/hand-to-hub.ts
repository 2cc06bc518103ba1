import { Away } from '../hub/away.js';
import type { Patience } from '../hub/patience.js';
import type { Outcome, SubmissionDoor } from '../hub/submission-door.js';
import type { HandOver, Handing, Verdict } from './import-run.js';

/** After so many times the hub is taken to fail at this very row. */
const FAILURES = 5;

/** Hands documents to the hub and waits while it is away. */
export function handToHub(door: SubmissionDoor, patience: Patience): HandOver {
  return async (documents) => {
    const parcel = new Parcel(door, patience);
    await parcel.hand(documents);
    return documents.map(({ row }) => parcel.verdicts.get(row)!);
  };
}

/** Documents until each has its verdict. */
class Parcel {
  readonly verdicts = new Map<number, Verdict>();
  /** Sent before without an answer: when the hub has such a row, it was this import that brought it. */
  readonly #unsure = new Set<number>();

  constructor(private readonly door: SubmissionDoor, private readonly patience: Patience) {}

  async hand(documents: readonly Handing[]): Promise<void> {
    let failures = 0;
    const outcomes = await this.patience.with(async () => {
      const answer = await this.#send(documents);
      const failed = answer?.find((outcome) => outcome.result === 'failed');
      if (failed && documents.length > 1) return null;
      if (failed && (failures += 1) < FAILURES) throw new Away(failed.code, true);
      return answer;
    });
    if (outcomes) return outcomes.forEach((outcome, index) => this.verdicts.set(documents[index]!.row, this.#verdict(documents[index]!, outcome)));
    this.#doubt(documents);
    for (const one of documents) await this.hand([one]);
  }

  async #send(documents: readonly Handing[]): Promise<readonly Outcome[] | null> {
    try {
      return await this.door.submit(documents);
    } catch (error) {
      if (error instanceof Away && error.mayHaveArrived) this.#doubt(documents);
      throw error;
    }
  }

  #doubt(documents: readonly Handing[]): void {
    for (const { row } of documents) this.#unsure.add(row);
  }

  #verdict({ row }: Handing, outcome: Outcome): Verdict {
    if (outcome.result === 'refused') return outcome;
    if (outcome.result === 'kept') return { result: outcome.duplicate && !this.#unsure.has(row) ? 'duplicates' : 'accepted' };
    return { result: 'refused', issues: [{ code: outcome.code, field: '', rule: 'hub', message: 'The hub failed at this row each time it was sent.' }] };
  }
}
