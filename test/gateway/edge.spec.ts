import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { codesIn, HEADERS, post, runningEdge, type RunningEdge } from './edge-world.js';
import { reported, severalProcesses, type Split } from './topologies.js';
import { done } from './world.js';

let together: RunningEdge;
let split: Split;
let apart: RunningEdge;

beforeAll(async () => {
  together = await runningEdge();
  split = await severalProcesses();
  apart = await runningEdge(split.executors);
});
afterAll(async () => {
  await together.stop();
  await apart.stop();
  await split.stop();
});

const ask = (query: string, variables?: unknown) => post(together.url, { query, variables });

describe('the public address', () => {
  it('answers a question that three subgraphs know parts of, in the order it was asked', async () => {
    const { status, text } = await ask('{ cases(first: 2) { alerts(first: 1) { by { name } text } originator { name } id } }');
    expect(status).toBe(200);
    expect(text.trim()).toBe('{"data":{"cases":['
      + '{"alerts":[{"by":{"name":"Agency fia"},"text":"look a0"}],"originator":{"name":"Agency fia"},"id":"c0"},'
      + '{"alerts":[{"by":{"name":"Agency frontex"},"text":"look a1"}],"originator":{"name":"Agency frontex"},"id":"c1"}]}}');
  });

  it('gives the same bytes whether the subgraphs are in its process or not, whatever goes wrong', async () => {
    const questions = [
      { query: '{ cases { id shaky worst { text } originator { name } } }' }, { query: '{ broken refused me }' },
      { query: '{ things { ... on Incident { deaths } } }' }, { query: '{ nothing }' }, { query: '{ me' },
      { query: 'query($id: ID!) { case(id: $id) { id } }' }, { query: 'mutation { submitCase(reference: "refused") { id } }' },
      { query: 'query A { me } query B { me }', operationName: 'C' }, { query: '{ agency(code: "fia") { type(as: NONSENSE) } }' },
      { query: '{ alerts(first: 3) { level(min: 1) about { shaky owner { name } } } }' },
    ];
    for (const question of questions) {
      const [one, other] = await Promise.all([post(together.url, question), post(apart.url, question)]);
      expect([other.status, other.text]).toEqual([one.status, one.text]);
    }
  });

  it('passes on a refusal with its code, field and rule, at the place in the answer where it arose', async () => {
    const { status, text } = await ask('mutation { submitCase(reference: "refused") { id } }');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      data: null,
      errors: [{
        message: 'not for this client', path: ['submitCase'],
        extensions: {
          code: 'ACTION_NOT_ALLOWED',
          issues: [{ code: 'ACTION_NOT_ALLOWED', field: 'envelope.legalBasis', rule: 'PTPA 2018 s.6', message: 'not for this client' }],
        },
      }],
    });
  });

  it('places an entity\'s error where the entity stands in the answer, at each of its places', async () => {
    const { text } = await ask('{ alert(id: "a0") { x: about { shaky } } }');
    const { errors } = JSON.parse(text) as { errors: { path: unknown[] }[] };
    expect(errors.map(({ path }) => path)).toEqual([0, 1, 2].map((index) => ['alert', 'x', index, 'shaky']));
  });

  it('tells nothing of an unexpected failure, to the client or to the log, but where it arose', async () => {
    reported.length = 0;
    const { text } = await ask('{ broken }');
    expect(JSON.parse(text)).toEqual({
      data: { broken: null }, errors: [{ message: 'the hub could not answer this', path: ['broken'], extensions: { code: 'INTERNAL' } }],
    });
    expect(reported).toHaveLength(1);
    expect(reported[0]).toMatchObject({ event: 'gateway.failed', subgraph: 'directory', error: 'TypeError' });
    expect(reported[0]!['operation']).toMatch(/^01900000-/);
    expect(JSON.stringify(reported)).not.toContain('Ali');
  });

  it('does the fields of a mutation one after the other, and what hangs below each before the next', async () => {
    done.length = 0;
    const { text } = await ask('mutation { a: submitCase(reference: "1") { version } raiseAlert(text: "2") { text } b: submitCase(reference: "3") { version } c: note(text: "4") { alerts { text } } }');
    expect(codesIn(text)).toEqual([]);
    expect(done).toEqual(['case 1', 'alert 2', 'case 3', 'note 4']);
  });

  it('ends a mutation at the first field whose refusal takes the whole answer', async () => {
    done.length = 0;
    await ask('mutation { a: submitCase(reference: "refused") { id } b: submitCase(reference: "after") { id } }');
    expect(done).toEqual([]);
  });

  it('answers introspection from the public schema, with no trace of the subgraphs', async () => {
    const { text } = await ask(getIntrospectionQuery());
    expect(codesIn(text)).toEqual([]);
    expect(text).toContain('"Incident"');
    expect(text).not.toMatch(/join__|_entities|_service|_Any/);
    const mixed = await ask('{ me __typename kind: __type(name: "Case") { name fields { name } } cases(first: 1) { __typename } }');
    expect(JSON.parse(mixed.text)).toMatchObject({
      data: { me: 'fia for investigation', __typename: 'Query', kind: { name: 'Case' }, cases: [{ __typename: 'Case' }] },
    });
  });
});

describe('a question that cannot be answered', () => {
  it('is 401 without a good token, and coded when the purpose is missing', async () => {
    const { authorization: _, ...without } = HEADERS;
    const missing = await post(together.url, { query: '{ me }' }, without);
    expect([missing.status, codesIn(missing.text), missing.headers.get('www-authenticate')]).toEqual([401, ['UNAUTHENTICATED'], expect.stringMatching(/^Bearer, DPoP algs="ES256 /)]);
    const { 'amanat-purpose': __, ...purposeless } = HEADERS;
    const refused = await post(together.url, { query: '{ me }' }, purposeless);
    expect([refused.status, codesIn(refused.text)]).toEqual([400, ['PURPOSE_REQUIRED']]);
  });

  it('is refused by code when its body is too large, not UTF-8, not JSON or not a question', async () => {
    const outcome = async (body: unknown) => {
      const { status, text } = await post(together.url, body);
      return [status, ...codesIn(text)];
    };
    expect(await outcome(JSON.stringify({ query: '{ me }', variables: { text: 'x'.repeat(2 ** 21) } }))).toEqual([413, 'BODY_TOO_LARGE']);
    expect(await outcome(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toEqual([400, 'UTF8_INVALID']);
    expect(await outcome('{"query": ')).toEqual([400, 'JSON_MALFORMED']);
    expect(await outcome([{ query: '{ me }' }])).toEqual([400, 'REQUEST_MALFORMED']);
    expect(await outcome({ query: 7 })).toEqual([400, 'REQUEST_MALFORMED']);
  });

  it('may not stand in a URL or come as a form', async () => {
    const asked = await fetch(`${together.url}?query={me}`, { headers: { ...HEADERS, 'apollo-require-preflight': '1' } });
    expect([asked.status, codesIn(await asked.text())]).toEqual([405, ['METHOD_NOT_ALLOWED']]);
    const form = await post(together.url, '{"query":"{ me }"}', { ...HEADERS, 'content-type': 'text/plain' });
    expect([form.status, codesIn(form.text)]).toEqual([415, ['MEDIA_TYPE_UNSUPPORTED']]);
  });

  it('is refused by code when it is not GraphQL, does not fit the schema or asks for too much', async () => {
    const outcome = async (query: string) => {
      const { status, text } = await ask(query);
      return [status, ...new Set(codesIn(text))];
    };
    const deep = `{ agency(code: "fia") ${'{ peers '.repeat(30)}{ name }${' }'.repeat(30)} }`;
    const bomb = `{ ...F0 } ${[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `fragment F${n} on Query { ${`...F${n + 1} `.repeat(10)} }`).join(' ')} fragment F8 on Query { me }`;
    expect(await outcome('{ me "Ali" }')).toEqual([400, 'QUERY_MALFORMED']);
    expect(await outcome('{ caes { id } }')).toEqual([400, 'QUERY_INVALID']);
    expect(await outcome(deep)).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect(await outcome(bomb)).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect(await outcome(`{ ${'me '.repeat(3_001)} }`)).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect(await outcome(`{ ${Array.from({ length: 201 }, (_, n) => `a${n}: me`).join(' ')} }`)).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect(await outcome('{ __proto__: me }')).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect(await outcome('subscription { caseChanged { id } }')).toEqual([400, 'QUERY_INVALID']);
  });

  it('never hears its own values again, and no guess at what it may have meant', async () => {
    const texts = await Promise.all([
      ask('{ agency(code: "fia") { type(as: "Ghulam") } }'), ask('{ me "Ghulam" }'), ask('{ caes { id } }'),
      ask('query($as: Kind) { agency(code: "fia") { type(as: $as) } }', { as: 'Ghulam' }),
      ask('query($n: Int) { cases(first: $n) { id } }', { n: 'Ghulam' }),
      ask('query($f: TagFilter) { agency(code: "fia") { tags(filter: $f) } }', { f: { longest: 'Ghulam', starts: [{ a: 'Ghulam' }] } }),
      ask('{ case(id: {name: "Ghulam"}) { id } }'),
    ]);
    for (const { text } of texts) {
      expect(text).toContain('errors');
      expect(text).not.toMatch(/Ghulam|Did you mean|stack/);
    }
  });

  it('names each field of the variables that is wrong', async () => {
    const { status, text } = await ask('query($f: TagFilter, $id: ID!) { agency(code: "fia") { tags(filter: $f) } case(id: $id) { id } }', { f: { longest: 'Ali', starts: ['a', 5], more: 1 } });
    expect(status).toBe(400);
    const [error] = (JSON.parse(text) as { errors: { extensions: { code: string; issues: { field: string; message: string }[] } }[] }).errors;
    expect(error!.extensions.code).toBe('INPUT_INVALID');
    expect(error!.extensions.issues.map(({ field, message }) => `${field} ${message}`)).toEqual([
      'f.longest is not of the type that its place asks for', 'f.starts[1] is not of the type that its place asks for',
      'f.more is not a field of this input', 'id is required',
    ]);
  });
});
