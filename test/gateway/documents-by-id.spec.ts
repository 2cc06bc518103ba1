import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { codesIn, HEADERS, post, runningEdge, tokens, type RunningEdge } from './edge-world.js';
import { oneProcess } from './topologies.js';

const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

const ONE = 'query One($id: ID!) { case(id: $id) { id status } }';
const SCHEMA = '{ __schema { queryType { name } } }';
const FOLLOW = 'subscription($after: Int) { caseChanged(after: $after) { id } }';
const FOR_PROTECTION = '{ cases(first: 1) { id } }';
const FOREIGN = '{ me }';
const DEAR = '{ cases(first: 100) { alerts(first: 100) { case { alerts(first: 100) { text } } } } }';

/** By agency and id. */
const REGISTERED = new Map([
  ...[ONE, SCHEMA, FOLLOW, DEAR].map((text) => [`fia/${idOf(text)}`, { text, purpose: null as string | null }] as const),
  [`fia/${idOf(FOR_PROTECTION)}`, { text: FOR_PROTECTION, purpose: 'protection' }],
  [`iom/${idOf(FOREIGN)}`, { text: FOREIGN, purpose: null }],
]);

let edge: RunningEdge;
beforeAll(async () => void (edge = await runningEdge(oneProcess(), { documents: (agency, id) => REGISTERED.get(`${agency}/${id}`) ?? null })));
afterAll(() => edge.stop());
afterEach(() => void tokens.set('good', {}));

const outcome = ({ status, text }: { status: number; text: string }) => [status, codesIn(text)];
const byId = (text: string, more: Record<string, unknown> = {}, headers = HEADERS) => post(edge.url, { documentId: `sha256:${idOf(text)}`, ...more }, headers);

describe('a client without the right to free-form queries', () => {
  it('asks the documents registered for its agency, by id, with variables', async () => {
    tokens.set('good', { rights: [] });
    expect((await byId(ONE, { variables: { id: 'c1' } })).text).toBe('{"data":{"case":{"id":"c1","status":"open c1"}}}');
    expect(outcome(await byId(ONE))).toEqual([400, ['INPUT_INVALID']]);
  });

  it('asks nothing of its own, not even the text of a registered document', async () => {
    tokens.set('good', { rights: [] });
    for (const query of ['{ me }', '{ __typename }', ONE, '{ nothing', '{ nothing }', '{ __schema { types { name } } }']) {
      expect(outcome(await post(edge.url, { query }))).toEqual([403, ['FREE_FORM_NOT_ALLOWED']]);
    }
    expect(outcome(await post(`${edge.url}/stream`, { query: FOLLOW }))).toEqual([403, ['FREE_FORM_NOT_ALLOWED']]);
    const asked = await fetch(`${edge.url}?query=${encodeURIComponent('{ __typename }')}`, { headers: HEADERS });
    expect(outcome({ status: asked.status, text: await asked.text() })).toEqual([403, ['FREE_FORM_NOT_ALLOWED']]);
  });

  it('follows a registered subscription, by both protocols', async () => {
    tokens.set('good', { rights: [] });
    const events = await post(`${edge.url}/stream`, { documentId: `sha256:${idOf(FOLLOW)}`, variables: { after: 4 } });
    expect(events.text).toContain('data: {"data":{"caseChanged":{"id":"c4"}}}');
    const client = createClient({ url: edge.url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: HEADERS, retryAttempts: 0 });
    const results: unknown[] = [];
    for await (const result of client.iterate({ query: '', documentId: `sha256:${idOf(FOLLOW)}`, variables: { after: 4 } } as never)) results.push(result);
    expect(results).toEqual([{ data: { caseChanged: { id: 'c4' } } }]);
    const free = client.iterate({ query: FOLLOW });
    await expect(free.next()).rejects.toMatchObject([{ extensions: { code: 'FREE_FORM_NOT_ALLOWED' } }]);
    await client.dispose();
  });
});

describe('the id of a document', () => {
  it('of another agency is answered like one that nobody has, to the byte', async () => {
    const answers = await Promise.all([
      byId(FOREIGN), byId('{ never }'), post(edge.url, { documentId: idOf(ONE) }), post(edge.url, { documentId: 'sha256:x' }), post(edge.url, { documentId: 'md5:0' }),
    ]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(outcome(answers[0]!)).toEqual([404, ['DOCUMENT_UNKNOWN']]);
    tokens.set('good', { agency: 'iom' });
    expect((await byId(FOREIGN)).text).toBe('{"data":{"me":"iom for investigation"}}');
    expect(outcome(await byId(ONE, { variables: { id: 'c1' } }))).toEqual([404, ['DOCUMENT_UNKNOWN']]);
  });

  it('is looked up for each request: what was withdrawn is unknown at once, though it was asked before', async () => {
    const text = '{ agencies { code } }';
    REGISTERED.set(`fia/${idOf(text)}`, { text, purpose: null });
    expect(outcome(await byId(text))).toEqual([200, []]);
    REGISTERED.delete(`fia/${idOf(text)}`);
    expect(outcome(await byId(text))).toEqual([404, ['DOCUMENT_UNKNOWN']]);
  });

  it('holds for the purpose that it was registered for', async () => {
    expect(outcome(await byId(FOR_PROTECTION))).toEqual([403, ['PURPOSE_NOT_ALLOWED']]);
    expect(outcome(await byId(FOR_PROTECTION, {}, { ...HEADERS, 'amanat-purpose': 'protection' }))).toEqual([200, []]);
  });

  it('comes without a query, is no automatic persisted query, and is not asked in a URL', async () => {
    expect(outcome(await byId(ONE, { query: '{ me }' }))).toEqual([400, ['REQUEST_MALFORMED']]);
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash: idOf('{ me }') } } };
    expect(outcome(await post(edge.url, persisted))).toEqual([400, ['REQUEST_MALFORMED']]);
    expect(outcome(await post(edge.url, { query: '{ me }', ...persisted }))).toEqual([200, []]);
    expect(outcome(await post(edge.url, persisted))).toEqual([400, ['REQUEST_MALFORMED']]);
    const inUrl = await fetch(`${edge.url}?documentId=sha256:${idOf(FOR_PROTECTION)}`, { headers: { ...HEADERS, 'amanat-purpose': 'protection' } });
    expect(outcome({ status: inUrl.status, text: await inUrl.text() })).toEqual([405, ['METHOD_NOT_ALLOWED']]);
  });

  it('lifts no limit', async () => {
    expect(outcome(await byId(DEAR))).toEqual([400, ['QUERY_TOO_COMPLEX']]);
  });
});

describe('introspection', () => {
  const questions = [SCHEMA, '{ __type(name: "Case") { name } }', '{ me t: __type(name: "Nothing") { name } }', '{ ...F } fragment F on Query { __schema { types { name } } }', '{ nothing __schema { types { name } } }'];

  it('is for clients that have the right to it; to others it is refused before any name is looked at', async () => {
    tokens.set('good', { rights: ['free-form-queries'] });
    for (const query of questions) expect(outcome(await post(edge.url, { query }))).toEqual([403, ['INTROSPECTION_NOT_ALLOWED']]);
    expect(outcome(await byId(SCHEMA))).toEqual([403, ['INTROSPECTION_NOT_ALLOWED']]);
    expect((await post(edge.url, { query: '{ __typename cases(first: 1) { __typename } }' })).text).toBe('{"data":{"__typename":"Query","cases":[{"__typename":"Case"}]}}');
  });

  it('is decided for each request: that one client has asked makes it no freer for another', async () => {
    tokens.set('other', { rights: ['free-form-queries'] });
    const other = { ...HEADERS, authorization: 'Bearer other' };
    expect(outcome(await post(edge.url, { query: SCHEMA }))).toEqual([200, []]);
    expect(outcome(await post(edge.url, { query: SCHEMA }, other))).toEqual([403, ['INTROSPECTION_NOT_ALLOWED']]);
    expect(outcome(await post(edge.url, { query: SCHEMA }))).toEqual([200, []]);
    tokens.delete('other');
  });

  it('shows nothing of how the hub is put together, and the gateway has no door to the subgraphs', async () => {
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: [{__typename: "Case", id: "c0"}]) { __typename } }', 'query($r: [_Any!]!) { _entities(representations: $r) { __typename } }']) {
      const { status, text } = await post(edge.url, { query });
      expect([status, [...new Set(codesIn(text))]]).toEqual([400, ['QUERY_INVALID']]);
    }
  });
});
