import { describe, expect, it } from '@jest/globals';
import { CLASSES, KINDS, type TypeShape } from '#libs/contracts';
import { matches, traitOf, traitsIn } from './finding.js';
import { particularsOf, personType } from './personal.js';
import { soughtOf } from './sought.js';

const SUSPECT = personType({ kind: 'case', list: 'suspects' })!;
const traits = (identity: object) => traitsIn(SUSPECT, [{ identity: identity as Record<string, unknown> }]);
const by = (given: Parameters<typeof soughtOf>[0], identity: object) => matches(soughtOf(given), traits(identity));

describe('whether a person of a record is the one who asks', () => {
  it('a number is the same however it is written, wherever it stands', () => {
    expect(by({ numbers: ['35202 1234567 8'] }, { cnic: '35202-1234567-8' })).toEqual(['number']);
    expect(by({ numbers: ['ab-123'] }, { documents: { '#': ['0'], 0: { type: 'passport', number: 'AB123' } } })).toEqual(['number']);
    expect(by({ numbers: ['35202-1234567-9'] }, { cnic: '35202-1234567-8' })).toEqual([]);
  });

  it('a name is enough only with the day of birth, or where the record has none', () => {
    const who = { names: ['arshad  MEHMOOD'], birthDate: '1980-05-01' };
    expect(by(who, { fullName: 'Arshad Mehmood', birthDate: '1980-05-01' })).toEqual(['name', 'birth-date']);
    expect(by(who, { firstName: 'Arshad', secondName: 'Mehmood' })).toEqual(['name']);
    expect(by(who, { aliases: ['Arshad Mehmood'], birthDate: '1981-05-01' })).toEqual([]);
    expect(by({ numbers: ['1'], names: ['Arshad Mehmood'] }, { fullName: 'Arshad Mehmood' })).toEqual([]);
  });

  it('is asked of every sealed number, telephone and address that any kind has for a person', () => {
    const unnoticed: string[] = [];
    const look = (type: TypeShape, above: string) => {
      for (const field of type.fields) {
        if (field.object) look(field.object, `${above}.${field.name}`);
        else if (['CNIC', 'PHONE_E164', 'EMAIL'].includes(field.format ?? '') && CLASSES.find(({ code }) => code === field.class)!.sealed && !traitOf(field)) unnoticed.push(`${above}.${field.name}`);
      }
    };
    for (const { kind, type } of Object.values(KINDS)) look(type, kind);
    expect(unnoticed).toEqual([]);
  });
});

describe('what a record says of one person', () => {
  const place = { kind: 'case', list: 'suspects', ref: 'S1' };
  const parts = [
    { class: 'SUSPECT_IDENTITY', slice: { suspects: { S1: { identity: { fullName: 'One Invented' } } } } },
    { class: 'OFFENCE', slice: { suspects: { S1: { standing: 'wanted' }, S2: { standing: 'charged' } }, offences: { '#': ['0', '1'], 0: { code: 'PTPA2018-3-1', accused: ['S1', 'S2'] }, 1: { code: 'PSMA2018-3', accused: ['S2'] } } } },
    { class: 'EVENT', slice: { summary: 'Of the desk.', victims: { V1: { gender: 'Feminine' } } } },
  ] as const;

  it('is the person\'s own, in words, with the offences that name the person and nobody else in them', () => {
    const told = particularsOf(place, parts, 0);
    expect(told.map(({ lines }) => lines.map(({ label }) => label))).toEqual([['standing', 'offence'], ['full name']]);
    const text = JSON.stringify(told);
    for (const word of ['S2', 'Charged', 'Of the desk', 'Feminine']) expect([word, text.includes(word)]).toEqual([word, false]);
  });

  it('without a class that is withheld', () => {
    const offence = 1 << CLASSES.find(({ code }) => code === 'OFFENCE')!.bit;
    expect(JSON.stringify(particularsOf(place, parts, offence))).not.toMatch(/Wanted|offence/u);
  });
});
