import { expect, it } from '@jest/globals';
import { caseDocument } from '../../world/index.js';
import { onlyFor, type Family } from './stage.js';

const many = (count: number, make: (place: number) => string) => Array.from({ length: count }, (_, place) => make(place)).join(' ');
const deep = (levels: number) => `{ alerts { edges { node { ${'case { alerts { '.repeat(levels)}id${' } }'.repeat(levels)} } } } }`;
const bomb = `{ ...F0 } ${many(8, (n) => `fragment F${n} on Query { ${many(10, () => `...F${n + 1}`)} }`)} fragment F8 on Query { me { id } }`;
const OVERLOADS: Readonly<Record<string, string>> = {
  'ten thousand aliases': `{ ${many(10_000, (n) => `a${n}: me { id }`)} }`,
  'three hundred lists at once': `{ ${many(300, (n) => `a${n}: cases(first: 100) { edges { node { summary } } }`)} }`,
  'a question two hundred levels deep': deep(200),
  'fragments that multiply': bomb,
  'a circle of fragments': '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  'a thousand directives on a field': `{ me { id ${many(1_000, () => '@include(if: true)')} } }`,
  'a thousand fields of one name': `{ me { ${many(4_000, () => 'id')} } }`,
  'a page of a million': '{ cases(first: 1000000) { edges { node { id } } } }',
  'a filter of a megabyte': `{ cases(filter: { reference: "${'x'.repeat(1_100_000)}" }) { edges { node { id } } } }`,
};

/** One question stops the answers of all. */
export const overload: Family = {
  number: 23,
  leak: 'Overload by aliases, batches, directives and depth',
  seenIn: 'graphql-cop',
  stories(stage) {
    it.each(Object.entries(OVERLOADS))('%s: refused by code, before any of it is done', async (_name, query) => {
      const begun = Date.now();
      const { codes, data } = await stage.ask('nccia', query);
      expect(new Set(codes)).not.toContain('INTERNAL');
      expect([codes.length > 0, Object.values(data ?? {}).every((each) => each === null)]).toEqual([true, true]);
      expect(Date.now() - begun).toBeLessThan(5_000);
    });

    it('and it is refused in the same words, whatever there is to be seen', async () => {
      const before = (await stage.ask('nccia', OVERLOADS['three hundred lists at once']!)).text;
      await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      expect((await stage.ask('nccia', OVERLOADS['three hundred lists at once']!)).text).toBe(before);
    });

    it('all the while others are answered', async () => {
      const attack = Promise.all(Object.values(OVERLOADS).flatMap((query) => [query, query]).map((query) => stage.ask('nccia', query)));
      const answers = await Promise.all(Array.from({ length: 10 }, () => stage.ask('europol', '{ me { id } }')));
      await attack;
      expect(answers.map(({ data }) => data.me.id)).toEqual(answers.map(() => 'europol'));
    });
  },
};
