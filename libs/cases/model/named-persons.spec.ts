import { describe, expect, it } from '@jest/globals';
import { namedPersons } from './named-persons.js';

describe('refs stand for persons of the record', () => {
  const persons = { victims: [{ ref: 'V1' }], suspects: [{ ref: 'S1' }], witnesses: [{ ref: 'W1' }] };

  it('the accused are suspects, the wronged are victims, travellers are anyone', () => {
    expect(namedPersons({
      ...persons, offences: [{ code: 'PTPA2018-3-1', accused: ['S1'], against: ['V1'] }], journeys: [{ travellers: ['S1', 'V1', 'W1'] }],
    })).toEqual([]);
  });

  it('a ref to nobody is refused with its place', () => {
    const issues = namedPersons({
      ...persons, suspects: [{ ref: 'S1', sameAsVictim: 'V9' }],
      offences: [{ code: 'PTPA2018-3-1', accused: ['S1', 'V1'], against: ['V1', 'S1'] }], journeys: [{ travellers: ['X'] }],
    });
    expect(issues.map(({ code }) => code)).toEqual(Array(4).fill('REFERENCE_UNKNOWN'));
    expect(issues.map(({ field }) => field)).toEqual(['offences[0].accused[1]', 'offences[0].against[1]', 'suspects[0].sameAsVictim', 'journeys[0].travellers[0]']);
  });

  it('an accusation against a victim who is not in the record does not make a victim a suspect', () => {
    const issues = namedPersons({ victims: [{ ref: 'V1' }], suspects: [{ ref: 'S1', sameAsVictim: 'V1' }], offences: [{ code: 'PTPA2018-5', accused: ['S1'], against: ['V7'] }] });
    expect(issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN', field: 'offences[0].against[0]' }]);
  });
});
