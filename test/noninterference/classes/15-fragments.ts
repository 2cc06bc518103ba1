import { expect, it } from '@jest/globals';
import { CLASSES } from '#libs/contracts';
import { classesIn, markedCase, MARKED_FIELDS } from '../../world/marked-case.js';
import { type Family } from './stage.js';

const GIVEN = ['REFERENCE', 'EVENT'];
/** The same fields on every path that GraphQL has to a field. */
const PATHS = [
  `query($id: ID!) { case(id: $id) { ${MARKED_FIELDS} } }`,
  `query($id: ID!) { case(id: $id) { ... { ${MARKED_FIELDS} } } }`,
  `query($id: ID!) { case(id: $id) { ... on Case { ... on Case { ${MARKED_FIELDS} } } } }`,
  `query($id: ID!) { ...Q } fragment Q on Query { case(id: $id) { ...C } } fragment C on Case { ${MARKED_FIELDS} }`,
  `query($id: ID!) { other: case(id: $id) { ${MARKED_FIELDS} } }`,
  `query($id: ID!, $yes: Boolean = true) { case(id: $id) @include(if: $yes) { ... @skip(if: false) { ${MARKED_FIELDS} } } }`,
  `query($id: ID!) { case(id: $id) { id } case(id: $id) { ${MARKED_FIELDS} } }`,
  `query($id: ID!) { case(id: $id) { id } again: case(id: $id) { __typename ...V } } fragment V on Case { ${MARKED_FIELDS} victims { victimId: ref who: identity { called: fullName } } }`,
  `{ cases(first: 100) { edges { node { ...C } } } } fragment C on Case { ${MARKED_FIELDS} }`,
];

/** A field that is guarded on its type is read through an interface, a fragment or another name. */
export const fragments: Family = {
  number: 15,
  leak: 'An interface or a fragment goes round the guard',
  seenIn: 'GHSA-mx7m-j9xf-62hw',
  stories(stage) {
    it('by whichever path, name or fragment a field is reached, its class decides', async () => {
      const { id } = await stage.submit('fia', 'case', markedCase({ recipients: ['iom'] }));
      const withheld = CLASSES.map(({ code }) => code).filter((code) => !GIVEN.includes(code));
      for (const query of PATHS) {
        const { text, codes } = await stage.ask('iom', query, query.includes('$id') ? { id } : {});
        expect([query, codes, classesIn(text)]).toEqual([query, [], GIVEN]);
        expect(text).toContain(`"withheld":${JSON.stringify(withheld)}`);
      }
    });

    it('a fragment on another type brings nothing of it', async () => {
      const { id } = await stage.submit('fia', 'case', markedCase({ recipients: ['iom'] }));
      const { text } = await stage.ask('iom', 'query($id: ID!) { case(id: $id) { id ... on Alert { text } ... on Suspect { identity { fullName } } } }', { id });
      expect(classesIn(text)).toEqual([]);
    });
  },
};
