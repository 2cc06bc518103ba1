import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { HEADERS, post, runningEdge, type RunningEdge } from './edge-world.js';
import { singleSchema } from './topologies.js';
import { randomQueries } from './random-queries.js';

let edge: RunningEdge;
beforeAll(async () => void (edge = await runningEdge()));
afterAll(() => edge.stop());

/**
 * Everything that the public address may say in words. None of it follows from a schema, a query or a
 * value, so none can hold a name of them: not a type, not a field that was nearly meant, not a person.
 */
const SAYINGS: readonly RegExp[] = [
  /^the query is not GraphQL$/, /^the query does not fit the schema$/, /^no such operation in the document$/,
  /^an? (?:field|argument|type) of the query does not fit the schema$/, /^a (?:directive|variable|fragment) of the query does not fit its place$/,
  /^a variable of the query is not declared as it must be$/, /^(?:a fragment|an operation) of the query is not as it must be$/,
  /^a value in the query is not of the type that its place asks for$/, /^is not of the type that its place asks for$/,
  /^is not a field of this input$/, /^lacks a field that it needs$/, /^is required$/,
  /^the query exceeds the hub's limit on (?:its|the) [a-z ]+(?:: an alias uses a reserved one)?$/, /^the query asks for too much at once$/,
  /^the hub could not answer this$/, /^not a GraphQL request$/, /^the body is not (?:JSON|UTF-8)$/, /^not for this client$/,
  /^subscriptions are answered at the stream and by WebSocket$/, /^there is nothing to subscribe to$/,
];

interface Told { readonly message: string; readonly extensions: { readonly issues?: readonly { message: string; field: string }[] } }

function messagesIn(text: string): string[] {
  const { errors = [] } = JSON.parse(text) as { errors?: Told[] };
  return errors.flatMap(({ message, extensions }) => [message, ...(extensions.issues ?? []).map((issue) => issue.message)]);
}

const NAME = 'Ghulam';
const replacing = (text: string, at: number, by: string) => {
  const words = [...text.matchAll(/[_A-Za-z][_0-9A-Za-z]*|"[^"]*"|\d+|[{}()$:!@]/g)];
  const word = words[at % Math.max(words.length, 1)];
  return word ? text.slice(0, word.index) + by + text.slice(word.index + word[0].length) : text;
};

/** A good query with something wrong in it: a typing error, a value in the wrong place, half a query. */
const mutated = randomQueries(singleSchema()).chain((query) => fc.record({
  query: fc.constant(query), at: fc.nat(200),
  by: fc.constantFrom(NAME, `"${NAME}"`, 'caes', 'nam', 'Cas', '', '{', '}', '$x', `x(id: "${NAME}")`, `... on ${NAME} { id }`, '@include', `@${NAME}`, 'id: 7', '...F', 'fragment', 'null'),
  variables: fc.dictionary(fc.constantFrom('v0', 'v1', 'n', 'id', NAME), fc.constantFrom<unknown>(NAME, 7, { [NAME]: NAME }, [NAME], null, true)),
}));

/** Asked beside what is drawn, so that it does not hang on chance how many sayings are heard. Nothing is replaced in them but their first brace by itself. */
const WRONG_EACH_IN_ITS_WAY = [
  '{ cases { idd } }', '{ case(idd: "1") { id } }', '{ ... on Cas { id } }', '{ me @inclde(if: true) }', '{ ...F }', '{ agency(code: "1") { type(as: LONGG) } }', '{ cases {',
].map((text) => [{ query: { text, variables: {} }, at: 0, by: '{', variables: {} }] as [never]);

describe('a question that is wrong', () => {
  it('is answered in fixed words, whatever is wrong with it', async () => {
    const seen = new Set<string>();
    await fc.assert(fc.asyncProperty(mutated, async ({ query, at, by, variables }) => {
      const { text } = await post(edge.url, { query: replacing(query.text, at, by), variables: { ...query.variables, ...variables } });
      const messages = messagesIn(text);
      for (const message of messages) {
        seen.add(message);
        expect(SAYINGS.some((saying) => saying.test(message)) ? '' : message).toBe('');
      }
      if (messages.length > 0) expect(text).not.toMatch(/Did you mean|stack|node_modules|at \w+ \(/);
    }), { numRuns: 80, examples: WRONG_EACH_IN_ITS_WAY });
    expect(seen.size).toBeGreaterThan(5);
  });

  it.each([
    '{ cases { idd } }', '{ case(idd: "1") { id } }', '{ case { id } }', 'query($x: Cas) { me }', '{ ... on Cas { id } }', '{ me @inclde(if: true) }', '{ case(id: "1") }',
    '{ me { x } }', 'query A { me } query A { me }', 'query($a: Int, $a: Int) { me }', 'query($a: Int) { me }', '{ ...F }', 'fragment F on Query { me } { me }',
    '{ agency(code: "1") { type(as: LONGG) } }', '{ agency(code: "1") { tags(filter: { longst: 1 }) } }', '{ a: me a: agencies { code } }', 'subscription { caseChanged { id } waiting }',
    'mutation { submitCas(reference: "x") { id } }', 'query($f: TagFilter = { longst: 1 }) { agency(code: "1") { tags(filter: $f) } }', 'type Case { id: ID }', 'query { me } }',
  ])('names nothing that it did not hold itself: %s', async (query) => {
    const messages = messagesIn((await post(edge.url, { query })).text);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter((message) => !SAYINGS.some((saying) => saying.test(message)))).toEqual([]);
  });

  it('hears of its own form without its own words', async () => {
    const bodies = [`{"query": "${NAME}`, JSON.stringify(NAME), JSON.stringify({ query: { [NAME]: 1 } }), JSON.stringify({ query: '{ me }', variables: NAME }), JSON.stringify({ query: '{ me }', operationName: NAME })];
    for (const body of bodies) expect((await post(edge.url, body, HEADERS)).text).not.toContain(NAME);
  });
});
