import type { Issue } from '#libs/kernel';
import type { Patience } from '../hub/patience.js';
import { Away } from '../hub/away.js';
import type { Outcome, Submission, SubmissionDoor } from '../hub/submission.js';
import type { HandOver, Verdict } from './import-run.js';

/** After so many times the hub is taken to fail at this very row, which is then refused with that code. */
const FAILURES = 5;

/**
 * Hands documents to the hub and waits while it is away. A row that had been sent before without an
 * answer counts as accepted when the hub already has it: it was this import that brought it.
 */
export function handToHub(door: SubmissionDoor, patience: Patience): HandOver {
  return async (documents) => {
    const verdicts = new Map<number, Verdict>();
    const sent = new Set<number>();
    let failures = 0;
    while (verdicts.size < documents.length) {
      const left = documents.filter(({ row }) => !verdicts.has(row));
      const before = new Set(sent);
      const outcomes = await patience.with(() => attempt(door, left, sent, () => (failures += 1)));
      for (const outcome of outcomes) verdicts.set(outcome.row, verdictOf(outcome, before));
    }
    return documents.map(({ row }) => verdicts.get(row)!);

    /** Rows not decided are away like the hub itself, until it is plain that only they fail. */
    async function attempt(to: SubmissionDoor, left: readonly Submission[], marked: Set<number>, failed: () => number): Promise<Outcome[]> {
      const outcomes = await to.submit(left).finally(() => left.forEach(({ row }) => marked.add(row)));
      const decided = outcomes.filter(({ result }) => result !== 'later');
      const open = outcomes.find((outcome) => outcome.result === 'later');
      if (!open || decided.length) return decided;
      if (open.reason === 'INTERNAL' && failed() >= FAILURES) return outcomes;
      throw new Away(open.reason);
    }
  };
}

function verdictOf(outcome: Outcome, before: ReadonlySet<number>): Verdict {
  if (outcome.result === 'refused') return outcome;
  if (outcome.result === 'kept') return { result: outcome.duplicate && !before.has(outcome.row) ? 'duplicates' : 'accepted' };
  const issue: Issue = { code: 'INTERNAL', field: '', rule: 'hub', message: 'The hub failed at this row each time it was sent.' };
  return { result: 'refused', issues: [issue] };
}
