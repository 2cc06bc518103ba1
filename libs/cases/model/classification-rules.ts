import type { Issue } from '#libs/kernel';
import type { CaseDocument, Classification } from './case-document.js';
import { wasChild } from './childhood.js';
import { elementsOfSmuggling } from './elements-of-smuggling.js';

const CONSENT = 'Palermo Protocol art. 3(b)-(d); PTPA 2018 ss.3(4), 7';
const MEANS = 'Palermo Protocol art. 3(a), (c); PTPA 2018 ss.3(1), 7';

/** What the law says of each decision on which crime it is. A decision marked as assessment may be incomplete; a fact may not. */
export function classificationRules(document: CaseDocument): Issue[] {
  const child = document.victims?.some(wasChild) ?? false;
  return (document.classifications ?? []).flatMap((decision, index, all) => {
    const field = `classifications[${index}]`;
    const wasTrafficking = all.slice(0, index).some(({ crime }) => crime === 'trafficking');
    return [
      ...consentIsNoDefence(decision, { child, wasTrafficking }, field),
      ...meansOfTrafficking(decision, child, field),
      ...elementsOfSmuggling(decision, document.journeys ?? [], field),
    ];
  });
}

/**
 * Consent is irrelevant to trafficking, so it can neither outweigh means and exploitation that stand
 * (of a child: exploitation alone), nor be all that leads away from an earlier decision for trafficking:
 * such a decision says what else is so, that there is no exploitation.
 */
function consentIsNoDefence(decision: Classification, facts: { child: boolean; wasTrafficking: boolean }, field: string): Issue[] {
  if (decision.crime === 'trafficking' || decision.consent !== 'given') return [];
  const elementsStand = exploited(decision) && (some(decision.means) || facts.child);
  const clearedByConsent = facts.wasTrafficking && !deniesExploitation(decision);
  if (!elementsStand && !clearedByConsent) return [];
  return [{
    code: 'CONSENT_NO_DEFENCE', field: `${field}.consent`, rule: CONSENT,
    message: 'Consent does not clear trafficking, nor does a guardian\'s: say what else shows that nobody was exploited, or leave it trafficking.',
  }];
}

const exploited = ({ purposes, profit, duration }: Classification): boolean =>
  some(purposes) || profit === 'exploitation' || duration === 'goes-on';

const deniesExploitation = (decision: Classification): boolean =>
  !exploited(decision)
  && (decision.profit === 'passage' || decision.profit === 'deception')
  && (decision.duration === 'ends-on-arrival' || decision.duration === 'no-journey');

/** A child victim needs no means; an adult's trafficking, stated as fact, does. */
function meansOfTrafficking(decision: Classification, child: boolean, field: string): Issue[] {
  if (decision.crime !== 'trafficking' || decision.statement !== 'fact' || child || some(decision.means)) return [];
  return [{
    code: 'MEANS_REQUIRED', field: `${field}.means`, rule: MEANS,
    message: 'Trafficking of adults, stated as fact, names the means that were used.',
  }];
}

const some = (list: readonly string[] | undefined): boolean => (list?.length ?? 0) > 0;
