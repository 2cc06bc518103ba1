import type { Issue } from '#libs/kernel';
import type { CaseDocument } from './case-document.js';

const RULE = 'schemas/graphql/case.graphql: refs of persons of this record';

/** Who is accused, wronged or travelled is a person of the record: the rules of law rest on these refs, and a ref to nobody would slip past them. */
export function namedPersons(document: CaseDocument): Issue[] {
  const victims = refsOf(document.victims);
  const suspects = refsOf(document.suspects);
  const persons = new Set([...victims, ...suspects, ...refsOf(document.witnesses)]);
  return [
    ...(document.offences ?? []).flatMap((offence, index) => [
      ...unknown(offence.accused, suspects, `offences[${index}].accused`),
      ...unknown(offence.against, victims, `offences[${index}].against`),
    ]),
    ...(document.suspects ?? []).flatMap(({ sameAsVictim }, index) =>
      (sameAsVictim === undefined || victims.has(sameAsVictim) ? [] : [nobody(`suspects[${index}].sameAsVictim`)])),
    ...(document.journeys ?? []).flatMap(({ travellers }, index) => unknown(travellers, persons, `journeys[${index}].travellers`)),
  ];
}

const refsOf = (persons: readonly { readonly ref: string }[] = []): Set<string> => new Set(persons.map(({ ref }) => ref));

function unknown(refs: readonly string[] = [], known: ReadonlySet<string>, field: string): Issue[] {
  return refs.flatMap((ref, index) => (known.has(ref) ? [] : [nobody(`${field}[${index}]`)]));
}

const nobody = (field: string): Issue => ({ code: 'REFERENCE_UNKNOWN', field, rule: RULE, message: 'This ref stands for no such person of the record.' });
