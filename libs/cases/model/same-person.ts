import type { CaseDocument, Identity, Person, Suspect } from './case-document.js';

/** Refs of the victims of the record who are, by what it says itself, the same person as the suspect. */
export function victimsWhoAre(suspect: Suspect, document: CaseDocument): string[] {
  const marks = new Set(marksOf(suspect));
  return (document.victims ?? [])
    .filter((victim) => victim.ref === suspect.sameAsVictim || marksOf(victim).some((mark) => marks.has(mark)))
    .map((victim) => victim.ref);
}

/** What points to one person alone: a national number, a document, the whole name with the day of birth. */
function marksOf({ identity = {} }: Person): string[] {
  const { fullName, birthDate, documents = [] } = identity;
  return [
    ...nationalNumbers(identity),
    ...documents.filter(({ number }) => number).map(({ type, number, issuedBy }) => `${type}/${issuedBy ?? ''}/${number}`),
    ...(fullName && birthDate ? [`${fullName.toLocaleLowerCase('en')}/${birthDate}`] : []),
  ];
}

/** A CNIC may stand in either field, with or without its dashes. */
function nationalNumbers({ cnic, identityNumber }: Identity): string[] {
  return [cnic, identityNumber].filter((number) => number !== undefined).map((number) => `number/${number.replaceAll('-', '')}`);
}
