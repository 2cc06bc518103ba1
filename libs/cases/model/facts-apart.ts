import type { Issue } from '#libs/kernel';
import type { CaseDocument } from './case-document.js';

/** What is concluded of a person is no fact, whatever is written beside it: it stands among the assessments, which most recipients are not shown (LED art. 7(1)). */
export function factsApart({ assessments = [] }: CaseDocument): Issue[] {
  return assessments.flatMap(({ statement }, index) => (statement === 'fact' ? [{
    code: 'STATEMENT_NOT_FITTING', field: `assessments[${index}].statement`, rule: 'LED art. 7(1)',
    message: 'An assessment is no fact: state facts where they belong in the record.',
  }] : []));
}
