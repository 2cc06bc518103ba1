import { describe, expect, it } from '@jest/globals';

const MODULE: string = '../../schemas/generate/policy/read.mjs';
const { checkPolicy } = (await import(MODULE)) as { checkPolicy(table: object, classes: object[], purposes: object[]): { hash: string } };

const CLASSES = [{ code: 'REFERENCE', bit: 0 }];
const PURPOSES = [{ code: 'criminal-investigation', bit: 0 }];
const TERMS = { recipient: { has: ['record.recipients', 'audience.agency'] } };
const rule = (change: object) => ({ id: 'one', effect: 'permit', title: 'One', law: 'Law', classes: ['REFERENCE'], when: 'recipient', ...change });
const check = (...rules: object[]) => checkPolicy({ terms: TERMS, rules }, CLASSES, PURPOSES);

describe('a rule table with a mistake stops the build', () => {
  it.each([
    ['a class that does not exist', rule({ classes: ['NOSUCH'] }), 'unknown class NOSUCH'],
    ['an effect that is neither permit nor forbid', rule({ effect: 'allow' }), 'unknown effect allow'],
    ['a rule without its law', rule({ law: '' }), 'needs its title and its law'],
    ['an attribute that does not exist', rule({ when: { eq: ['record.colour', 'red'] } }), 'unknown attribute record.colour'],
    ['a term that does not exist', rule({ when: 'friend' }), 'unknown term friend'],
    ['a purpose that does not exist', rule({ when: { in: ['request.purpose', ['curiosity']] } }), 'unknown code curiosity'],
    ['an operator that does not exist', rule({ when: { like: ['record.state', 'a'] } }), 'unknown operator like'],
    ['a comparison of two types', rule({ when: { eq: ['record.tlp', 'record.state'] } }), 'do not compare'],
    ['an order of what has none', rule({ when: { ge: ['record.state', 'active'] } }), 'is a text, wanted rank or time'],
    ['a condition on an attribute that is no flag', rule({ when: 'record.state' }), 'is a text, wanted flag'],
    ['two operators in one node', rule({ when: { not: 'recipient', and: [] } }), 'one operator a node'],
    ['an empty list', rule({ when: { in: ['record.regime', []] } }), 'a list of codes is wanted'],
  ])('%s', (_name, broken, message) => {
    expect(() => check(broken)).toThrow(message);
  });

  it('an id that is taken', () => {
    expect(() => check(rule({}), rule({}))).toThrow('the id is taken');
  });
});

describe('the hash of the policy', () => {
  it('changes with a rule and not with the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(rule({})).reverse());
    expect(check(turned).hash).toBe(check(rule({})).hash);
    expect(check(rule({ law: 'Another law' })).hash).not.toBe(check(rule({})).hash);
  });

  it('covers the terms, the classes and the purposes, on whose bits the rules stand', () => {
    const table = { terms: TERMS, rules: [rule({})] };
    const former = checkPolicy(table, CLASSES, PURPOSES).hash;
    const others = [
      checkPolicy({ ...table, terms: { recipient: { has: ['record.transfers', 'audience.agency'] } } }, CLASSES, PURPOSES),
      checkPolicy(table, [...CLASSES, { code: 'EVENT', bit: 1 }], PURPOSES),
      checkPolicy(table, [{ ...CLASSES[0], sealed: true }], PURPOSES),
      checkPolicy(table, CLASSES, [{ ...PURPOSES[0], bit: 3 }]),
    ];
    expect(new Set([former, ...others.map(({ hash }) => hash)]).size).toBe(5);
  });
});
