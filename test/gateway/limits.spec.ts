import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { Supergraph } from '#libs/federation';
import { CostModel, EDGE_LIMITS } from '#libs/gateway';
import { codesIn, HEADERS, post, runningEdge, type RunningEdge } from './edge-world.js';
import { oneProcess } from './topologies.js';
import { SUPERGRAPH } from './world.js';

/** Small, so that a test may stand on both sides of each. */
const LIMITS = {
  depth: 6, fields: 40, rootFields: 10, aliases: 8, directives: 5, fragments: 4, operations: 2, tokens: 400, cost: 600,
  body: 20_000, values: 50, nesting: 4, headers: 20, headerBytes: 2_000, time: 300,
};

let edge: RunningEdge;
beforeAll(async () => void (edge = await runningEdge(oneProcess(), { limits: LIMITS })));
afterAll(() => edge.stop());

const ask = (query: string, variables?: unknown, more = {}) => post(edge.url, { query, variables, ...more });
const repeat = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join(' ');
const nested = (depth: number) => `{ newest ${repeat(depth - 2, (n) => (n % 2 ? '{ case' : '{ worst'))} { __typename } ${'}'.repeat(depth - 2)} }`;

/** A question that uses `size` of one limit and hardly anything of the others. */
const USING: Readonly<Record<string, (size: number) => { query: string; variables?: unknown; operationName?: string }>> = {
  depth: (size) => ({ query: nested(size) }),
  fields: (size) => ({ query: `{ agency(code: "fia") { ${repeat(size - 1, () => 'name')} } }` }),
  rootFields: (size) => ({ query: `{ ${repeat(size, () => 'me')} }` }),
  aliases: (size) => ({ query: `{ ${repeat(size, (n) => `a${n}: me`)} }` }),
  directives: (size) => ({ query: `{ ${repeat(size, () => 'me @include(if: true)')} }` }),
  fragments: (size) => ({ query: `{ ${repeat(size, (n) => `...F${n}`)} } ${repeat(size, (n) => `fragment F${n} on Query { me }`)}` }),
  operations: (size) => ({ query: repeat(size, (n) => `query Q${n} { me }`), operationName: 'Q0' }),
  tokens: (size) => ({ query: `query(${repeat(Math.floor((size - 7) / 4), (n) => `$v${n}: Int`)}) { me }` }),
  values: (size) => ({ query: '{ me }', variables: { many: Array.from({ length: size - 1 }, () => 1) } }),
  nesting: (size) => ({ query: '{ me }', variables: JSON.parse(`${'{"a":'.repeat(size)}1${'}'.repeat(size)}`) }),
};

describe('a question', () => {
  it.each(Object.keys(USING))('may use all of the limit on its %s, and is refused by code beyond', async (name) => {
    const limit = LIMITS[name as keyof typeof LIMITS];
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: limit }), fc.integer({ min: 1, max: 30 }), async (within, beyond) => {
      const { query, variables, operationName } = USING[name]!(within);
      const good = await ask(query, variables, { operationName });
      expect(codesIn(good.text)).not.toContain('QUERY_TOO_COMPLEX');
      const over = USING[name]!(limit + (name === 'tokens' ? 8 + beyond : beyond));
      const refused = await ask(over.query, over.variables, { operationName });
      expect([refused.status, codesIn(refused.text)]).toEqual([400, ['QUERY_TOO_COMPLEX']]);
    }), { numRuns: 6, examples: [[limit, 1]] });
  });

  it('is told the same of a limit, whoever asks', async () => {
    const texts = new Set<string>();
    for (const purpose of ['investigation', 'protection', 'none']) texts.add((await post(edge.url, { query: nested(9) }, { ...HEADERS, 'amanat-purpose': purpose })).text);
    expect([...texts]).toEqual(['{"errors":[{"message":"the query exceeds the hub\'s limit on its depth","extensions":{"code":"QUERY_TOO_COMPLEX"}}]}']);
  });

  it('is measured before it is validated: a document that is wrong everywhere takes no time and gets few errors', async () => {
    const wrong = await post(edge.url, { query: `{ ${repeat(9, (n) => `nothing${n}`)} }` });
    expect(codesIn(wrong.text)).toEqual(Array.from({ length: 9 }, () => 'QUERY_INVALID'));
    const worse = await runningEdge(oneProcess(), { limits: { fields: 3_000, tokens: 3_000, rootFields: 3_000, cost: 1e9 } });
    const start = performance.now();
    const { text } = await post(worse.url, { query: `{ ${repeat(2_900, (n) => `nothing${n}`)} }` });
    expect(codesIn(text).length).toBeLessThanOrEqual(10);
    await post(worse.url, { query: `{ ${repeat(2_900, () => 'me')} }` });
    await worse.stop();
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('comes alone: a list of questions is refused, however short', async () => {
    for (const batch of [[], [{ query: '{ me }' }], [{ query: '{ me }' }, { query: '{ me }' }]]) {
      const { status, text } = await post(edge.url, batch);
      expect([status, codesIn(text)]).toEqual([400, ['REQUEST_MALFORMED']]);
    }
  });

  it('has a body and headers within bounds', async () => {
    const body = (size: number) => JSON.stringify({ query: '{ me }', variables: { a: 'x'.repeat(size - 42) } });
    expect((await post(edge.url, body(20_000))).status).toBe(200);
    const large = await post(edge.url, body(20_100));
    expect([large.status, codesIn(large.text)]).toEqual([413, ['BODY_TOO_LARGE']]);
    const many = await post(edge.url, { query: '{ me }' }, { ...HEADERS, ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`x-${n}`, '1'])) });
    const long = await post(edge.url, { query: '{ me }' }, { ...HEADERS, 'x-long': 'x'.repeat(2_000) });
    for (const { status, text } of [many, long]) expect([status, codesIn(text)]).toEqual([431, ['HEADERS_TOO_LARGE']]);
  });

  it('is answered in time or refused by code, and then nothing more is asked for it', async () => {
    const asked: string[] = [];
    const never = oneProcess() as Map<string, never>;
    const stuck = { execute: ({ query, context }: { query: string; context: { signal?: AbortSignal } }) => {
      asked.push(query);
      return new Promise((resolve) => context.signal!.addEventListener('abort', () => resolve({ data: { cases: [{ __typename: 'Case', id: 'c0' }] } })));
    } };
    const slow = await runningEdge(new Map([...never, ['cases', stuck as never], ['alerts', stuck as never]]), { limits: LIMITS });
    const start = performance.now();
    const { status, text } = await post(slow.url, { query: '{ cases(first: 1) { alerts { text } } }' });
    expect([status, codesIn(text)]).toEqual([503, ['TIME_LIMIT']]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked).toHaveLength(1);
    await slow.stop();
  });
});

describe('the cost of a question', () => {
  const { publicSchema, entities } = new Supergraph(SUPERGRAPH);
  const costs = new CostModel(publicSchema, entities);
  const costOf = (query: string, variables: Record<string, unknown> | null = {}) => {
    expect(validate(publicSchema, parse(query))).toEqual([]);
    return costs.costOf(parse(query), null, variables);
  };

  it('is each field, ten for each record, times the length of each list', () => {
    expect(costOf('{ me }')).toBe(1);
    expect(costOf('{ case(id: "c0") { id } }')).toBe(1 + 10 + 1);
    expect(costOf('{ cases(first: 7) { id status } }')).toBe(1 + 7 * (10 + 2));
    expect(costOf('{ cases(first: 2) { victims(first: 3) { name } } }')).toBe(1 + 2 * (10 + 1 + 3 * 1));
    expect(costOf('{ agencies { code } }')).toBe(1 + 50 * (10 + 1));
    expect(costOf('{ cases(first: 1) { people { name } grid } }')).toBe(1 + (10 + 1 + 5 * 1 + 1));
  });

  it('follows the variable that says how long a list is, within the longest page', () => {
    const query = 'query($n: Int) { cases(first: $n) { id } }';
    expect([{ n: 4 }, { n: 0 }, { n: -5 }, { n: 1e9 }, {}, { n: 'many' }, null].map((variables) => costOf(query, variables)))
      .toEqual([4, 0, 0, 100, 3, 3, 100].map((length) => 1 + length * 11));
  });

  it('is the same whether fragments are written out or not, and is worked out at once however they nest', () => {
    expect(costOf('{ cases(first: 2) { ...A } } fragment A on Case { id ...B } fragment B on Case { status }')).toBe(costOf('{ cases(first: 2) { id status } }'));
    const bomb = `query($n: Int) { ...F0 } ${repeat(12, (n) => `fragment F${n} on Query { ${repeat(10, () => `...F${n + 1}`)} }`)} fragment F12 on Query { cases(first: $n) { id } }`;
    expect(costOf(bomb, { n: 1 })).toBe(1e12 * 12);
  });

  it('grows with every field added, so nothing is free', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom('id', 'status', 'weight', 'originator { code }', 'victims { name }', 'alerts { text }', '__typename'), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (fields, n) => {
      const cost = (some: readonly string[]) => costOf(`{ cases(first: ${n}) { ${some.join(' ')} } }`);
      expect(cost([...fields, 'a: urgency'])).toBeGreaterThan(cost(fields));
    }));
  });

  it('counts introspection too, and a field of a sealed class more than an open one', () => {
    expect(costOf('{ __schema { types { fields { type { name } } } } }')).toBeGreaterThan(25);
    const sealed = new CostModel(buildSchema('directive @classified(as: String!) on FIELD_DEFINITION type Query { a: Int @classified(as: "EVENT") b: Int @classified(as: "VICTIM_IDENTITY") }'), new Set());
    expect([sealed.costOf(parse('{ a }'), null, {}), sealed.costOf(parse('{ b }'), null, {})]).toEqual([1, 5]);
  });

  it('is bounded: lists of lists of records are refused by code before anything is fetched', async () => {
    const within = '{ cases(first: 5) { alerts(first: 5) { text } } }';
    const beyond = '{ cases(first: 10) { alerts(first: 10) { text } } }';
    expect([costOf(within), costOf(beyond)]).toEqual([331, 1_211]);
    expect(codesIn((await ask(within)).text)).toEqual([]);
    const refused = await ask(beyond);
    expect([refused.status, codesIn(refused.text), refused.text]).toEqual([400, ['QUERY_TOO_COMPLEX'], expect.stringContaining('cost')]);
    expect(EDGE_LIMITS.cost).toBeGreaterThan(1_211);
  });
});
