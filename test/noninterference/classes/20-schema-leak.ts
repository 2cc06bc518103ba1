import { expect, it } from '@jest/globals';
import { SUBMISSIONS } from '../../world/hub.js';
import { caseDocument } from '../../world/index.js';
import { onlyFor, type Family } from './stage.js';

const SECRET = 'Ghulam-35202';
const WRONG: readonly (readonly [query: string, variables?: Readonly<Record<string, unknown>>])[] = [
  ['{ caes { id } }'], ['{ cases { edges { node { summry victms { idntity } } } } }'], ['{ cases(frst: 1) { edges { cursor } } }'],
  [`{ case(id: { name: "${SECRET}" }) { id } }`], [`{ cases(filter: { status: ${SECRET.replace('-', '_')} }) { edges { cursor } } }`], [`{ cases "${SECRET}" }`],
  ['query($first: Int) { cases(first: $first) { edges { cursor } } }', { first: SECRET }], ['query($f: CaseFilter) { cases(filter: $f) { edges { cursor } } }', { f: { reference: { eq: SECRET } } }],
  ['query($a: String) { cases(after: $a) { edges { cursor } } }', { a: SECRET }], ['query($id: ID!) { case(id: $id) { id } }', { id: [SECRET] }],
  [SUBMISSIONS.case, { document: { ...caseDocument(), victims: [{ ref: SECRET, identity: { cnic: SECRET, fullNme: SECRET } }] }, key: 'k' }],
  [SUBMISSIONS.case, { document: caseDocument({ envelope: onlyFor([], { legalBasis: SECRET, tlp: SECRET }), status: SECRET, victims: [{ ref: 'V1', identity: { cnic: SECRET } }] }), key: 'k' }],
  ['query($s: String!) { deliveries(stream: $s, after: "x") { edges { cursor } } }', { s: SECRET }], ['{ explanation(client: "x", record: "\'; drop table records.record --") { class } }'],
];

/** An error helps: with the names of what it did not find, with where in the code, with the value. */
export const schemaLeak: Family = {
  number: 20,
  leak: 'Suggestions, stack traces and values in errors',
  seenIn: 'Apollo and PostGraphile servers: "Did you mean"',
  stories(stage) {
    it('an error says what is wrong by a code, and suggests, quotes and explains nothing of the inside', async () => {
      for (const [query, variables] of WRONG) {
        const { text, codes } = await stage.ask('fia', query, variables);
        expect([query, codes.length > 0]).toEqual([query, true]);
        expect(text).not.toMatch(/did you mean|perhaps|node_modules|\bat .*:\d+:\d+|stacktrace|select |insert into|relation "|amanat_|pg_|\.ts\b/iu);
        expect([query, text.includes(SECRET)]).toEqual([query, false]);
      }
    });

    it('a wrong name is told apart from a right one, but not a near one from a far one', async () => {
      const [near, far] = [await stage.ask('fia', '{ caes { id } }'), await stage.ask('fia', '{ zzzz { id } }')];
      expect(near.text.replaceAll('caes', 'NAME')).toBe(far.text.replaceAll('zzzz', 'NAME'));
    });

    it('what the public schema keeps to itself is in no answer: subgraphs, joins and their types', async () => {
      for (const query of ['{ _service { sdl } }', '{ __type(name: "_Any") { name } }', '{ __type(name: "join__Graph") { name enumValues { name } } }']) {
        expect((await stage.ask('fia', query)).text).not.toMatch(/CASES|ALERTS|join__Graph"|"sdl"/u);
      }
    });
  },
};
