import type { Issue } from '#libs/kernel';
import type { CaseDocument } from './case-document.js';

/**
 * Special categories are processed only where strictly necessary, and what for is recorded beside them
 * (LED art. 10). The schema cannot ask it: records of before the field was there must stay readable.
 */
export function strictNecessity({ victims = [] }: CaseDocument): Issue[] {
  return victims.flatMap(({ special }, index) => (special && !special.necessity?.length ? [unsaid(`victims[${index}].special.necessity`)] : []));
}

function unsaid(field: string): Issue {
  return { code: 'NECESSITY_REQUIRED', field, rule: 'LED art. 10', message: 'Say what cannot be done without the special category.' };
}
