import type { Issue } from '#libs/kernel';
import type { CaseDocument, Classification } from './case-document.js';

/**
 * Who classified the crime, when and why is never taken away or rewritten: a new decision is added
 * after the others, so that it can be proved later who turned a victim into an offender, or back.
 */
export function keptHistory(before: CaseDocument, after: CaseDocument): Issue[] {
  const now = after.classifications ?? [];
  return (before.classifications ?? []).flatMap((decision, place) => text(decision) === text(now[place]) ? [] : [{
    code: 'HISTORY_REWRITTEN', field: `classifications[${place}]`, rule: 'LED art. 4(1)(d), 7(1); design: the history of a classification is kept',
    message: 'A decision of the history was changed or left out: add the new one after it.',
  }]);
}

/** One text for equal decisions: a decision is flat, and the order of its fields says nothing. */
const text = (decision: Classification | undefined): string => JSON.stringify(decision, Object.keys(decision ?? {}).sort()) ?? '';
