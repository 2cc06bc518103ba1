import type { Victim } from './case-document.js';

const BANDS_OF_CHILDREN = new Set(['0-8', '9-17', '0-17']);
const ADULT_AT = 18;

/**
 * A child is a person under eighteen (PTPA 2018 s.2(a); Palermo Protocol art. 3(d)). What counts is the
 * age when the thing was done: who is an adult by now may have been trafficked as a child.
 */
export function wasChild({ majority, ageBand, ageWhenTrafficked }: Victim): boolean {
  if (ageWhenTrafficked !== undefined) return ageWhenTrafficked < ADULT_AT;
  return majority === 'Minor' || BANDS_OF_CHILDREN.has(ageBand ?? '');
}
