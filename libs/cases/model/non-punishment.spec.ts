import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseDocument, Identity, Suspect } from './case-document.js';
import { nonPunishment } from './non-punishment.js';

const found = (document: CaseDocument) => nonPunishment(document).map(({ code, field, rule }) => ({ code, field, rule }));
const AS_VICTIM = { code: 'VICTIM_NOT_SUSPECT', field: 'suspects[0]', rule: 'PTPA 2018 s.6; PSMA 2018 s.8; Directive 2011/36/EU art. 8' };
const AS_MIGRANT = { code: 'VICTIM_NOT_SUSPECT', field: 'suspects[0]', rule: 'PSMA 2018 s.8; Palermo Smuggling Protocol art. 5' };
const VICTIMS = [{ ref: 'V1' }, { ref: 'V2' }];
const SAME: Suspect = { ref: 'S1', sameAsVictim: 'V1' };

describe('a victim is no suspect for what was done to the victim (PTPA 2018 s.6)', () => {
  it('a suspect who is nobody\'s victim may stand', () => {
    expect(found({ victims: VICTIMS, suspects: [{ ref: 'S1' }] })).toEqual([]);
  });

  it('a victim named as suspect, accused of nothing, is refused', () => {
    expect(found({ victims: VICTIMS, suspects: [SAME] })).toEqual([AS_VICTIM]);
  });

  it('a victim accused of the trafficking that was done to the victim is refused', () => {
    expect(found({ victims: VICTIMS, suspects: [SAME], offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V1'] }] })).toEqual([AS_VICTIM]);
  });

  it('also where others were wronged by the same act', () => {
    expect(found({ victims: VICTIMS, suspects: [SAME], offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V1', 'V2'] }] })).toEqual([AS_VICTIM]);
  });

  it('a victim accused of leaving the country unlawfully, which hurt nobody, is refused', () => {
    expect(found({ victims: VICTIMS, suspects: [SAME], offences: [{ code: 'EO1979-17-1', accused: ['S1'] }] })).toEqual([AS_VICTIM]);
  });

  it('a victim who went on to recruit another may stand as suspect for that', () => {
    expect(found({ victims: VICTIMS, suspects: [SAME], offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V2'] }] })).toEqual([]);
  });

  it('but not for a further offence that is said of the person alone', () => {
    const offences = [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V2'] }];
    expect(found({ victims: VICTIMS, suspects: [{ ...SAME, offences: ['PTPA2018-3-1', 'EO1979-17-1'] }], offences })).toEqual([AS_VICTIM]);
  });
});

describe('the same person is known by the record itself', () => {
  const both = (victim: Identity, suspect: Identity) =>
    found({ victims: [{ ref: 'V1', identity: victim }], suspects: [{ ref: 'S1', identity: suspect }] });

  it('by the identity number, in whichever field and form it stands', () => {
    expect(both({ cnic: '99101-0000001-1' }, { cnic: '99101-0000001-1' })).toEqual([AS_VICTIM]);
    expect(both({ cnic: '99101-0000001-1' }, { identityNumber: '9910100000011' })).toEqual([AS_VICTIM]);
  });

  it('by a document of the same type and number', () => {
    const documents = [{ type: 'passport', number: 'ZZ9900001', issuedBy: 'PK' }];
    expect(both({ documents }, { documents })).toEqual([AS_VICTIM]);
  });

  it('by the whole name with the day of birth, not by the name alone', () => {
    expect(both({ fullName: 'نورین بی بی', birthDate: '2001-05-05' }, { fullName: 'نورین بی بی', birthDate: '2001-05-05' })).toEqual([AS_VICTIM]);
    expect(both({ fullName: 'نورین بی بی' }, { fullName: 'نورین بی بی' })).toEqual([]);
  });

  it('two persons of whom nothing is known are not the same', () => {
    expect(both({}, {})).toEqual([]);
    expect(both({ documents: [{ type: 'passport' }] }, { documents: [{ type: 'passport' }] })).toEqual([]);
  });
});

describe('a smuggled migrant is no suspect for having been smuggled (PSMA 2018 s.8)', () => {
  const offence = { code: 'PSMA2018-3', accused: ['S1'] };

  it('a traveller accused of smuggling, with nobody named who was smuggled, is refused', () => {
    expect(found({ suspects: [{ ref: 'S1' }], journeys: [{ travellers: ['S1'] }], offences: [offence] })).toEqual([AS_MIGRANT]);
    expect(found({ suspects: [{ ref: 'S1', offences: ['PSMA2018-4'] }], journeys: [{ travellers: ['S1'] }] })).toEqual([AS_MIGRANT]);
  });

  it('travelling in company makes no smuggler', () => {
    const suspects = [{ ref: 'S1', roles: ['TravellingPartner'] }];
    expect(found({ victims: VICTIMS, suspects, journeys: [{ travellers: ['S1', 'V1'] }], offences: [offence] })).toEqual([AS_MIGRANT]);
  });

  it('a guide who travels along may stand: the record says whom he smuggled', () => {
    expect(found({ victims: VICTIMS, suspects: [{ ref: 'S1' }], journeys: [{ travellers: ['S1', 'V1'] }], offences: [{ ...offence, against: ['V1'] }] })).toEqual([]);
  });

  it('or what part he had in the business', () => {
    expect(found({ suspects: [{ ref: 'S1', actors: ['guide'] }], journeys: [{ travellers: ['S1'] }], offences: [offence] })).toEqual([]);
  });

  it('other laws are left alone: a traveller may be accused of forging identity papers of others', () => {
    expect(found({ suspects: [{ ref: 'S1' }], journeys: [{ travellers: ['S1'] }], offences: [{ code: 'PECA2016-13', accused: ['S1'] }] })).toEqual([]);
  });
});

it('whatever is alleged, a victim is never accepted as suspect of an offence that names nobody else', () => {
  const codes = fc.constantFrom('PTPA2018-3-1', 'PSMA2018-3', 'EO1979-17-1', 'PPC-415');
  const against = fc.constantFrom<string[] | undefined>(undefined, [], ['V1'], ['V1', 'V2']);
  fc.assert(fc.property(fc.array(fc.record({ code: codes, against }), { maxLength: 4 }), fc.boolean(), (alleged, alsoOther) => {
    const offences = alleged.map((offence) => ({ ...offence, accused: ['S1'] }));
    const other = alsoOther ? [{ code: 'PTPA2018-5', accused: ['S1'], against: ['V2'] }] : [];
    const issues = nonPunishment({ victims: VICTIMS, suspects: [SAME], offences: [...offences, ...other] });
    expect(issues).toHaveLength(alleged.length === 0 && alsoOther ? 0 : 1);
  }));
});
