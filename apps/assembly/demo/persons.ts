import type { Chance } from './chance.js';
import { dayFrom, type Ground, type Tree } from './ground.js';

interface Wanted {
  readonly sex: string;
  readonly age: readonly [number, number];
}

interface Invented {
  readonly female: boolean;
  readonly age: number;
  readonly given: readonly [string, string];
  readonly family: readonly [string, string];
  readonly father: readonly [string, string];
  readonly birthDate: string;
}

const BANDS = [[8, '0-8'], [17, '9-17'], [20, '18-20'], [23, '21-23'], [26, '24-26'], [29, '27-29'], [38, '30-38'], [47, '39-47']] as const;

/** The fields of an invented person in one of the roles that the kinds know. */
export function personFields(role: string, wanted: Wanted, ground: Ground): Tree {
  const person = invent(wanted, ground);
  switch (role) {
    case 'suspect': return { identity: { ...identityOf(person, ground.chance), aliases: [romanName(person)], citizenships: ['PK'] } };
    case 'witness': return { identity: witnessIdentity(person, ground) };
    case 'missing': return { gender: genderOf(person), majority: majorityOf(person), identity: identityOf(person, ground.chance) };
    case 'victim': return { ...traits(person), identity: victimIdentity(person, ground.chance), contact: contactOf(person, ground.chance) };
    default: throw new TypeError(`the demo world knows no person who is a ${role}`);
  }
}

function invent({ sex, age }: Wanted, { chance, people, now }: Ground): Invented {
  const female = sex === 'any' ? chance.next() < 0.5 : sex === 'f';
  const years = chance.int(...age);
  const given = chance.pick(female ? people.women : people.men);
  const father = chance.pick(people.men.filter((name) => name !== given));
  return {
    female, age: years, given, family: chance.pick(people.families), father,
    birthDate: dayFrom(now, -Math.round(years * 365.25) - chance.int(20, 300)),
  };
}

const genderOf = ({ female }: Invented): string => (female ? 'Feminine' : 'Masculine');
const majorityOf = ({ age }: Invented): string => (age < 18 ? 'Minor' : 'Adult');
const romanName = ({ given, family }: Invented): string => `${given[1]} ${family[1]}`;

function traits(person: Invented): Tree {
  const ageBand = BANDS.find(([oldest]) => person.age <= oldest)?.[1] ?? '48+';
  return { gender: genderOf(person), majority: majorityOf(person), ageBand, citizenships: ['PK'], originRegion: 'Asia' };
}

/** Names in both scripts. Numbers begin with 99, with which no CNIC begins. */
function identityOf(person: Invented, chance: Chance): Tree {
  const { given, family, father, birthDate, age } = person;
  const cnic = `99${chance.digits(3)}-${chance.digits(7)}-${chance.int(1, 9)}`;
  return {
    firstName: given[1], secondName: family[1], fullName: `${given[0]} ${family[0]}`, fatherName: `${father[0]} ${family[0]}`, birthDate,
    ...(age < 18 ? { identityNumber: `B-FORM-99${chance.digits(6)}` } : { cnic }),
  };
}

function victimIdentity(person: Invented, chance: Chance): Tree {
  const passport = { type: 'passport', number: `ZZ99${chance.digits(5)}`, issuedBy: 'PK', standing: chance.pick(['genuine', 'withheld', 'destroyed']) };
  return {
    ...identityOf(person, chance), aliases: [romanName(person)], primaryLanguage: chance.pick(['urd', 'pan', 'pus']),
    ...(chance.next() < 0.5 ? { documents: [passport] } : {}),
  };
}

function witnessIdentity(person: Invented, { chance, people }: Ground): Tree {
  if (chance.next() < 0.3) return { fullName: chance.pick(person.female ? people.elsewhere.women : people.elsewhere.men), phones: [phone('DE', chance)] };
  return { fullName: `${person.given[0]} ${person.family[0]}`, aliases: [romanName(person)], pseudonym: `Witness ${chance.digits(3)}`, phones: [phone('PK', chance)] };
}

function contactOf(person: Invented, chance: Chance): Tree {
  const city = chance.pick(['Gujrat', 'Mirpur', 'Lahore', 'Faisalabad', 'Islamabad']);
  if (person.age < 14) return { address: { city, country: 'PK' }, safety: 'Through the guardian named by the court only.' };
  return { mobilePhone: phone('PK', chance), address: { street: `House ${chance.int(1, 400)}, Street ${chance.int(1, 60)}`, city, country: 'PK' } };
}

/** Ranges that no operator hands out: +92 399 in Pakistan; in Germany the numbers that are kept free for films. */
export function phone(country: string, chance: Chance): string {
  return country === 'DE' ? `+493023125${chance.digits(3)}` : `+92399${chance.digits(7)}`;
}

/** Of the form of an account number, with check digits that none has. */
export function account(region: string, chance: Chance): string {
  return region === 'EU' ? `DE00${chance.digits(18)}` : `PK00DEMO${chance.digits(16)}`;
}

export function handle(stem: string, chance: Chance): string {
  return `${stem}.invented.${chance.digits(5)}`;
}
