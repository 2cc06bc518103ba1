import type { Issue } from '#libs/kernel';
import type { CaseDocument, Classification } from './case-document.js';

const CONSENT = 'Palermo Protocol art. 3(b)-(d); PTPA 2018 ss.3(4), 7';
const MEANS = 'Palermo Protocol art. 3(a), (c); PTPA 2018 s.7';
const SMUGGLING = 'PSMA 2018 s.2(i): benefit, and entry across a border';

/** What the law says of each decision on which crime it is. A decision marked as assessment may be incomplete; a fact may not. */
export function classificationRules(document: CaseDocument): Issue[] {
  const child = document.victims?.some((victim) => victim.majority === 'Minor') ?? false;
  return (document.classifications ?? []).flatMap((classification, index, all) => {
    const field = `classifications[${index}]`;
    return [
      ...consentIsNoDefence(classification, all[index - 1], child, field),
      ...meansOfTrafficking(classification, child, field),
      ...elementsOfSmuggling(classification, field),
    ];
  });
}

/** Where the elements of trafficking stand, consent clears nothing; of a child it never does. */
function consentIsNoDefence(now: Classification, before: Classification | undefined, child: boolean, field: string): Issue[] {
  if (now.crime === 'trafficking' || now.consent !== 'given') return [];
  const exploited = some(now.purposes) || now.profit === 'exploitation' || now.duration === 'goes-on';
  const vitiated = some(now.means) || child;
  const cleared = before?.crime === 'trafficking' && !some(now.means) && (exploited || child);
  if (!(exploited && vitiated) && !cleared) return [];
  return [{
    code: 'CONSENT_NO_DEFENCE', field: `${field}.consent`, rule: CONSENT,
    message: 'Consent does not clear trafficking: exploitation stands, and the consent was obtained by such means, is a child\'s, or is the only change.',
  }];
}

/** A child victim needs no means; an adult's trafficking, stated as fact, does. */
function meansOfTrafficking(now: Classification, child: boolean, field: string): Issue[] {
  if (now.crime !== 'trafficking' || now.statement !== 'fact' || child || some(now.means)) return [];
  return [{
    code: 'MEANS_REQUIRED', field: `${field}.means`, rule: MEANS,
    message: 'Trafficking of adults, stated as fact, names the means that were used.',
  }];
}

function elementsOfSmuggling(now: Classification, field: string): Issue[] {
  if (now.crime !== 'smuggling' || now.statement !== 'fact') return [];
  const missing = [
    ...(now.border === 'crossed' ? [] : ['border']),
    ...(now.profit === 'passage' ? [] : ['profit']),
  ];
  return missing.map((variable) => ({
    code: 'SMUGGLING_INCOMPLETE', field: `${field}.${variable}`, rule: SMUGGLING,
    message: 'Smuggling, stated as fact, needs a border that was crossed and a profit from the passage.',
  }));
}

const some = (list: readonly string[] | undefined): boolean => (list?.length ?? 0) > 0;
