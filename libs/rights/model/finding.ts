import type { FieldShape, Slice, TypeShape } from '#libs/contracts';
import { sameName, sameNumber, sameText, type Sought } from './sought.js';

/** Where the person was found: a place in a record, and by what. */
export interface Found {
  readonly record: string;
  /** The person's id in the record, which follows from where it stands. */
  readonly subject: string;
  readonly list: string;
  readonly ref: string;
  readonly matched: readonly string[];
  /** Mask of the classes that were opened for it. */
  readonly classes: number;
}

type Trait = 'number' | 'phone' | 'email' | 'account' | 'name' | 'part' | 'birth';
export type Traits = Readonly<Record<Trait, readonly string[]>>;

/** What a field says of a person, by its name where its form does not tell. */
const BY_NAME: Readonly<Record<string, Trait>> = {
  identityNumber: 'number', number: 'number', handle: 'account', fullName: 'name', aliases: 'name', pseudonym: 'name',
  firstName: 'part', middleName: 'part', secondName: 'part', birthDate: 'birth',
};
const BY_FORM: Readonly<Record<string, Trait>> = { PHONE_E164: 'phone', EMAIL: 'email', CNIC: 'number' };

export const traitOf = ({ name, format }: FieldShape): Trait | undefined => BY_FORM[format ?? ''] ?? BY_NAME[name];

/** What a person is known by, in what is sealed of it. */
export function traitsIn(type: TypeShape, slices: readonly Slice[]): Traits {
  const traits: Record<Trait, string[]> = { number: [], phone: [], email: [], account: [], name: [], part: [], birth: [] };
  for (const slice of slices) gather(type, slice, traits);
  return traits;
}

function gather({ fields }: TypeShape, slice: Slice, traits: Record<Trait, string[]>): void {
  for (const field of fields) {
    const value = slice[field.name];
    if (value === undefined || value === null) continue;
    if (field.object) {
      const inner = field.list ? Object.values(value as Slice).filter((item) => typeof item === 'object' && !Array.isArray(item)) : [value];
      for (const item of inner) gather(field.object, item as Slice, traits);
      continue;
    }
    const trait = traitOf(field);
    if (trait) traits[trait].push(...(Array.isArray(value) ? value : [value]).map(String));
  }
}

/**
 * By what the person of a request and one of a record are the same; empty where they are not. A number, an address or
 * an account is enough; a name only together with the day of birth, or where the record has none. Whether it is the
 * person is for an officer to decide (LED art. 11): two may share a telephone or a name.
 */
export function matches(sought: Sought, traits: Traits): string[] {
  const names = [...traits.name, ...(traits.part.length > 1 ? [traits.part.join(' ')] : [])].map(sameName);
  const born = sought.birthDate !== null && (traits.birth.length === 0 || traits.birth.includes(sought.birthDate));
  const named = born && sought.names.some((name) => names.includes(name));
  const meet = (own: readonly string[], others: readonly string[], same: (text: string) => string) => others.map(same).some((text) => own.includes(text));
  return [
    ...(meet(sought.numbers, traits.number, sameNumber) ? ['number'] : []),
    ...(meet(sought.phones, traits.phone, sameNumber) ? ['phone'] : []),
    ...(meet(sought.emails, traits.email, sameText) ? ['email'] : []),
    ...(meet(sought.accounts, traits.account, sameText) ? ['account'] : []),
    ...(named ? ['name', ...(traits.birth.length > 0 ? ['birth-date'] : [])] : []),
  ];
}
