import type { Issue } from '#libs/kernel';
import type { CaseDocument, Offence, Suspect } from './case-document.js';
import { victimsWhoAre } from './same-person.js';

const VICTIM = 'PTPA 2018 s.6; PSMA 2018 s.8; Directive 2011/36/EU art. 8';
const MIGRANT = 'PSMA 2018 s.8; Palermo Smuggling Protocol art. 5';
const OF_SMUGGLING = /^(?:PSMA2018-|PALERMO-SOM-|EU-2002-90-|DE-AUFENTHG-9[67])/u;
/** Roles that a person who is merely smuggled may have as well. */
const ROLES_OF_TRAVELLERS = new Set(['TravellingPartner', 'Other']);

/**
 * Who was trafficked or smuggled is not to be turned into a suspect for that very act. The same person
 * may stand as a suspect only for what was done to someone else. (PSMA s.8 leaves other laws alone; who
 * is listed as a victim is treated as one all the same, until shown otherwise.)
 */
export function nonPunishment(document: CaseDocument): Issue[] {
  return (document.suspects ?? []).flatMap((suspect, index) => {
    const field = `suspects[${index}]`;
    if (isBlamedAsVictim(suspect, document)) {
      return [refused(field, VICTIM, 'This person is a victim in the same record and is accused of nothing done to anyone else.')];
    }
    if (isBlamedForOwnPassage(suspect, document)) {
      return [refused(field, MIGRANT, 'This person travelled and is accused of smuggling, yet no one else is named who was smuggled, nor a part in the business.')];
    }
    return [];
  });
}

function isBlamedAsVictim(suspect: Suspect, document: CaseDocument): boolean {
  const selves = victimsWhoAre(suspect, document);
  if (selves.length === 0) return false;
  const accusations = accusationsOf(suspect, document);
  const againstOthers = accusations.filter((offence) => isAgainstOthersOnly(offence, selves));
  const covered = new Set(againstOthers.map(({ code }) => code));
  return accusations.length === 0 || againstOthers.length < accusations.length || !(suspect.offences ?? []).every((code) => covered.has(code));
}

function isAgainstOthersOnly({ against = [] }: Offence, selves: readonly string[]): boolean {
  return against.length > 0 && !against.some((ref) => selves.includes(ref));
}

/** A smuggler may travel along; then the record says whom he smuggled, or what he was in the business. */
function isBlamedForOwnPassage(suspect: Suspect, document: CaseDocument): boolean {
  if (!document.journeys?.some(({ travellers }) => travellers?.includes(suspect.ref))) return false;
  const accusations = accusationsOf(suspect, document).filter(({ code }) => OF_SMUGGLING.test(code));
  const isAccused = accusations.length > 0 || (suspect.offences ?? []).some((code) => OF_SMUGGLING.test(code));
  return isAccused && !hasPart(suspect) && !accusations.some(({ against = [] }) => against.length > 0);
}

const accusationsOf = ({ ref }: Suspect, { offences = [] }: CaseDocument): Offence[] => offences.filter(({ accused }) => accused?.includes(ref));

const hasPart = ({ actors = [], roles = [] }: Suspect): boolean => actors.length > 0 || roles.some((role) => !ROLES_OF_TRAVELLERS.has(role));

const refused = (field: string, rule: string, message: string): Issue => ({ code: 'VICTIM_NOT_SUSPECT', field, rule, message });
