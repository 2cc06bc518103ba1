import type { Issue } from '#libs/kernel';
import type { KindRules } from '#libs/records';
import type { CaseDocument } from './case-document.js';
import { classificationRules } from './classification-rules.js';
import { factsApart } from './facts-apart.js';
import { keptHistory } from './kept-history.js';
import { namedPersons } from './named-persons.js';
import { nonPunishment } from './non-punishment.js';
import { strictNecessity } from './strict-necessity.js';
import { subjectCategories } from './subject-categories.js';

/** The rules of law on a case that no schema can express. */
export const caseRules: KindRules = {
  kind: 'case',
  check: (document): Issue[] => {
    const parts = document as CaseDocument;
    return [...namedPersons(parts), ...nonPunishment(parts), ...classificationRules(parts), ...strictNecessity(parts), ...factsApart(parts), ...subjectCategories(parts)];
  },
  checkAmendment: (before, after): Issue[] => keptHistory(before as CaseDocument, after as CaseDocument),
};
