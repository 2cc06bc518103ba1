import type { Issue } from '#libs/kernel';
import type { Classification, Journey } from './case-document.js';

const BORDER = 'PSMA 2018 s.2(d), (i): illegal entry across a border';
const BENEFIT = 'PSMA 2018 s.2(a), (i): for benefit';

/**
 * Laws that know smuggling without gain: Directive 2002/90/EC art. 1(1)(a) asks for none, s.96(1) of the
 * German Residence Act takes repetition or several persons in its place.
 */
const WITHOUT_GAIN = new Set(['EU-2002-90', 'DE-AUFENTHG', 'OTHER-NATIONAL']);

/** Smuggling, stated as fact, has a border that was crossed illegally and, where its law asks for it, a benefit from the passage. */
export function elementsOfSmuggling(decision: Classification, journeys: readonly Journey[], field: string): Issue[] {
  if (decision.crime !== 'smuggling' || decision.statement !== 'fact') return [];
  const needsBenefit = !WITHOUT_GAIN.has(decision.law);
  const crossed = decision.border === 'crossed' && !all(journeys, ({ illegalEntry }) => illegalEntry === false);
  const gained = decision.profit === 'passage' && !all(journeys, ({ benefit }) => benefit === false);
  return [
    ...(crossed ? [] : [lacking(`${field}.border`, BORDER, 'a border that was crossed illegally')]),
    ...(gained || !needsBenefit ? [] : [lacking(`${field}.profit`, BENEFIT, 'a benefit from the passage')]),
  ];
}

/** Of no journey nothing is said; what every journey denies cannot be a fact. */
const all = (journeys: readonly Journey[], holds: (journey: Journey) => boolean): boolean => journeys.length > 0 && journeys.every(holds);

function lacking(field: string, rule: string, what: string): Issue {
  return { code: 'SMUGGLING_INCOMPLETE', field, rule, message: `Smuggling, stated as fact, needs ${what}, and no journey of the record that says otherwise.` };
}
