import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { readSources } from '../read.mjs';
import { checkSources } from './check-sources.mjs';

const RECORD = `
  id: ID! @minted @classified(as: REFERENCE)
  kind: String! @minted @classified(as: REFERENCE)
  version: Int! @minted @classified(as: REFERENCE)
  asOf: DateTime @minted @classified(as: REFERENCE)
  originator: Agency @minted @classified(as: REFERENCE)
  withheld: [String!]! @minted @classified(as: REFERENCE)
  envelope: Envelope @required @classified(as: REFERENCE)`;
const AROUND = `
  type Envelope { tlp: String @codelist(name: "tlp") @classified(as: REFERENCE) }
  type Agency @key(fields: "code", resolvable: false) { code: ID! @classified(as: REFERENCE) }`;

const sources = readSources();

/** Problems of the committed sources with this SDL in place of the subgraphs. */
function problems(fields: string, types = '', change: object = {}): string[] {
  const document = parse(`type Thing @record(kind: "thing") { ${RECORD}\n${fields} } ${AROUND} ${types}`);
  return checkSources({ ...sources, subgraphs: [{ name: 'things', documents: [document] }], ...change });
}

const VICTIM = (fields: string) => `type Person @subject(as: VICTIM) { ref: ID @required @format(as: REF) @classified(as: EVENT) ${fields} }`;
const LIST = 'persons: [Person!] @classified(as: EVENT)';

describe('the checker of the contracts', () => {
  it('finds nothing wrong with what is committed', () => expect(checkSources(sources)).toEqual([]));
  it('finds nothing wrong with a sound kind', () => expect(problems(LIST, VICTIM('name: String @format(as: NAME) @classified(as: VICTIM_IDENTITY)'))).toEqual([]));

  it.each([
    ['a field without a class', 'colour: String', '', 'carries 0 @classified'],
    ['a field worked out from one of another class and subgraph', 'risk: Int @requires(fields: "suspects { identity { fullName } }") @classified(as: EVENT)', '', '@requires hands fields'],
    ['a field given from the context above', 'risk(of: String @fromContext(field: "$case { summary }")): Int @classified(as: EVENT)', '', '@fromContext hands fields'],
    ['a field of two classes', 'colour: String @classified(as: EVENT) @classified(as: METHOD)', '', 'carries 2 @classified'],
    ['a class that does not exist', 'colour: String @classified(as: COLOUR)', '', 'there is no class COLOUR'],
    ['a field without a class in a nested type', 'part: Part @classified(as: EVENT)', 'type Part { colour: String }', 'Part.colour: carries 0'],
    ['a sealed field outside a person', 'name: String @classified(as: VICTIM_IDENTITY)', '', 'belongs inside a @subject type'],
    ['a sealed field in a type that no record reaches', '', 'type Stray { name: String @classified(as: SPECIAL_CATEGORY) }', 'belongs inside a @subject type'],
    ['a suspect\'s name inside a victim', LIST, VICTIM('name: String @classified(as: SUSPECT_IDENTITY)'), 'SUSPECT_IDENTITY inside a VICTIM'],
    ['an open field inside a sealed object', LIST, `${VICTIM('identity: Identity @classified(as: VICTIM_IDENTITY)')} type Identity { city: String @classified(as: EVENT) }`, 'sealed as a whole'],
    ['a person who is not in a list of the record', 'person: Person @classified(as: EVENT)', VICTIM(''), 'persons stand in a list'],
    ['a person deep inside', 'part: Part @classified(as: EVENT)', `type Part { ${LIST} } ${VICTIM('')}`, 'persons stand in a list'],
    ['a person inside a person', LIST, `${VICTIM('others: [Other!] @classified(as: EVENT)')} type Other @subject(as: VICTIM) { ref: ID @required @classified(as: EVENT) }`, 'a person inside a person'],
    ['a type inside itself', 'part: Part @classified(as: EVENT)', 'type Part { part: Part @classified(as: EVENT) }', 'has no end'],
    ['a person without a ref', LIST, 'type Person @subject(as: VICTIM) { age: Int @classified(as: EVENT) }', 'a person needs'],
    ['a ref that is sealed', LIST, 'type Person @subject(as: VICTIM) { ref: ID @required @classified(as: VICTIM_IDENTITY) }', 'a person needs'],
    ['a code list that does not exist', 'colour: String @codelist(name: "colours") @classified(as: EVENT)', '', 'there is no code list colours'],
    ['a code that is a number', 'colour: Int @codelist(name: "tlp") @classified(as: EVENT)', '', 'codes are String'],
    ['a form that does not fit its type', 'age: Int @format(as: EMAIL) @classified(as: EVENT)', '', 'does not fit Int'],
    ['a past that is no date', 'age: Int @past @classified(as: EVENT)', '', '@past is for dates'],
    ['an error code that does not exist', 'age: Int @required(code: "NO_AGE") @classified(as: EVENT)', '', 'errors.json has no NO_AGE'],
    ['a filter on a sealed class', LIST, VICTIM('name: String @facet(name: "name") @classified(as: VICTIM_IDENTITY)'), 'facet name is of a sealed class'],
    ['a filter below a field of another class', LIST, VICTIM('way: String @facet(name: "way") @classified(as: METHOD)'), 'facet way lies under a field of another class'],
    ['two filters of one name', 'a: String @facet(name: "x") @classified(as: EVENT) b: String @facet(name: "x") @classified(as: EVENT)', '', 'facet x stands twice'],
    ['what a record cannot store', 'anything: JSON @classified(as: EVENT)', '', 'cannot be stored'],
  ])('finds %s', (_, fields, types, expected) => {
    expect(problems(fields, types)).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('finds a record type without what every record has', () => {
    const document = parse(`type Bare @record(kind: "bare") { id: ID! @minted @classified(as: REFERENCE) }`);
    const found = checkSources({ ...sources, subgraphs: [{ name: 'bare', documents: [document] }] });
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('envelope'), expect.stringContaining('withheld')]));
  });

  it('finds an alias that means two codes, and a code both known and refused', () => {
    const list = {
      name: 'x', file: 'codelists/x.json', version: '1', source: 's', licence: 'l', refused: [{ code: 'c', rule: 'none' }],
      codes: [{ code: 'A', title: 'A', aliases: ['C'] }, { code: 'B', title: 'B', aliases: ['c'] }],
    };
    const found = problems('', '', { codelists: [...sources.codelists, list] });
    expect(found).toEqual([expect.stringContaining('"C" means two codes'), expect.stringContaining('both known and refused')]);
  });

  it.each([
    ['one reminded of after it has expired', { remindsAfter: [100_000] }, 'reminds in ascending whole hours'],
    ['one told to nobody when it is late', { escalatesTo: null }, 'escalates after some hours and to somebody'],
    ['one escalated after it has expired', { escalatesAfter: 100_000 }, 'escalates before it expires'],
    ['one that nobody has the role to answer', { answers: 'minister' }, 'is asked and answered by one of'],
    ['one that no officer has to agree to', { officers: 0 }, '1 to 3 officers'],
    ['one without a law', { law: '' }, 'a title and a law'],
  ])('finds a procedure that makes no sense: %s', (_, change, expected) => {
    const [procedure] = sources.procedures;
    expect(checkSources({ ...sources, procedures: [{ ...procedure, ...change }] })).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('finds a procedure that stands twice', () => {
    const [procedure] = sources.procedures;
    expect(checkSources({ ...sources, procedures: [procedure, procedure] })).toEqual([expect.stringContaining('stands twice')]);
  });
});
