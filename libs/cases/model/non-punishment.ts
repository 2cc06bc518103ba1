import type { Issue } from '#libs/kernel';
import type { CaseDocument, Person, Suspect } from './case-document.js';

const RULE = 'PTPA 2018 s.6; PSMA 2018 s.8; Directive 2011/36/EU art. 8';

/**
 * A victim or smuggled migrant is not to be turned into a suspect for that very act. The same person
 * may stand as a suspect only for an offence against someone else.
 */
export function nonPunishment(document: CaseDocument): Issue[] {
  return (document.suspects ?? []).flatMap((suspect, index) => {
    const victim = sameVictim(document, suspect);
    if (victim === null || hasOffenceAgainstOthers(document, suspect, victim)) return [];
    return [{
      code: 'VICTIM_NOT_SUSPECT', field: `suspects[${index}]`, rule: RULE,
      message: 'This person is a victim in the same record and is accused of nothing done to anyone else.',
    }];
  });
}

function sameVictim(document: CaseDocument, suspect: Suspect): string | null {
  if (suspect.sameAsVictim) return suspect.sameAsVictim;
  const marks = identifiers(suspect);
  return document.victims?.find((victim) => identifiers(victim).some((mark) => marks.includes(mark)))?.ref ?? null;
}

function identifiers({ identity }: Person): string[] {
  return [identity?.cnic, identity?.identityNumber].filter((mark): mark is string => mark !== undefined && mark !== null);
}

function hasOffenceAgainstOthers(document: CaseDocument, suspect: Suspect, victim: string): boolean {
  const accused = (document.offences ?? []).filter((offence) => offence.accused?.includes(suspect.ref));
  const againstOthers = accused.filter(({ against }) => against?.some((ref) => ref !== victim) && !against.includes(victim));
  const covered = new Set(againstOthers.map((offence) => offence.code));
  return againstOthers.length > 0 && againstOthers.length === accused.length && (suspect.offences ?? []).every((code) => covered.has(code));
}
