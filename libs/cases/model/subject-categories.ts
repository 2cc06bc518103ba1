import type { Issue } from '#libs/kernel';
import type { CaseDocument } from './case-document.js';

/** Whom LED art. 6(d) means: whoever is suspected, convicted or a victim stands in a list of their own. */
const OTHER_PARTIES = ['WITNESS', 'INFORMANT', 'CONTACT', 'ASSOCIATE'];

/** The categories of data subject are told apart by the list in which a person stands; a category that says otherwise would blur them (LED art. 6). */
export function subjectCategories({ witnesses = [] }: CaseDocument): Issue[] {
  return witnesses.flatMap(({ category }, index) => (category === undefined || OTHER_PARTIES.includes(category) ? [] : [{
    code: 'CATEGORY_NOT_FITTING', field: `witnesses[${index}].category`, rule: 'LED art. 6',
    message: 'Whoever is suspected, convicted or a victim stands in the list of suspects or of victims.',
  }]));
}
