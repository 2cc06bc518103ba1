import { classesIn, maskOf, type RecordClass } from '#libs/contracts';
import { AUDIENCE_CLEARANCE, AUDIENCE_OFFICER, visibleClasses } from '#libs/policy';
import type { Participant } from '#libs/records';

/** That there is a record and how it is handled goes with every use of it. */
const ALWAYS = maskOf('REFERENCE');

/**
 * What an agency may be shown for a purpose of any record whatever that is addressed to it: the rule table is asked of
 * one that nothing is held against. It tells nothing of the record in question, whose label the asker may not know.
 */
export function everShown({ agency, type, regime }: Participant, purpose: number, now: number): number {
  const label = {
    originator: '', regime, tlp: 0, recipients: [agency], transfers: [agency], purposes: purpose, categories: 0, handling: [],
    restricted: false, state: 'active' as const, eraseAt: Number.POSITIVE_INFINITY, referralConsent: true, onward: '',
  };
  return visibleClasses(label, { agency, type, regime }, { purpose, clearance: AUDIENCE_CLEARANCE, officer: AUDIENCE_OFFICER, now });
}

/** The classes that a request names, as its terms carry them and back. */
export const classesTerm = (mask: number): string => classesIn(mask).join(' ');
export const classesOfTerm = (term: string): number => maskOf(...(term.split(' ') as RecordClass[])) | ALWAYS;
