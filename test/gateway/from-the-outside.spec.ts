import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Refusal } from '#libs/kernel';
import { codesIn, HEADERS, post, runningEdge, tokens, type RunningEdge } from './edge-world.js';
import { oneProcess } from './topologies.js';

const PAGE = 'https://desk.example';
const LIMITS = { streams: 3, operationsPerSocket: 2, messagesPerSecond: 20, socketInit: 150, headers: 20, headerBytes: 2_000 };

const spent = new Set<string>();
let edge: RunningEdge;
beforeAll(async () => void (edge = await runningEdge(oneProcess(), {
  limits: LIMITS, origins: [PAGE],
  quota: {
    enter: (agency) => ({ headers: {}, refusal: spent.has(agency) ? Refusal.because('QUOTA_EXCEEDED') : null, leave: () => undefined }),
    submit: () => undefined,
  },
})));
afterAll(() => edge.stop());
afterEach(() => { tokens.set('good', {}); spent.clear(); });

const outcome = ({ status, text }: { status: number; text: string }) => [status, codesIn(text)];
const socketUrl = () => edge.url.replace('http', 'ws');

/** A bare socket: how it was refused or closed. */
function socket(options: { headers?: Record<string, string> } = {}, send: (open: WebSocket) => void = () => undefined): Promise<unknown[]> {
  return new Promise((resolve) => {
    const open = new WebSocket(socketUrl(), 'graphql-transport-ws', { headers: options.headers });
    open.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve([response.statusCode, ...codesIn(Buffer.concat(chunks).toString())]));
    });
    open.on('open', () => send(open));
    open.on('close', (code, reason) => resolve([code, reason.toString()]));
    open.on('error', () => undefined);
  });
}

describe('a page in a browser', () => {
  it('may ask only from an origin that the operator has named, by every protocol', async () => {
    const from = (origin: string) => ({ ...HEADERS, origin });
    for (const origin of ['https://evil.example', 'null', 'http://desk.example', `${PAGE}.evil.example`]) {
      expect(outcome(await post(edge.url, { query: '{ me }' }, from(origin)))).toEqual([403, ['ORIGIN_NOT_ALLOWED']]);
      expect(outcome(await post(`${edge.url}/stream`, { query: 'subscription { waiting }' }, from(origin)))).toEqual([403, ['ORIGIN_NOT_ALLOWED']]);
      expect(await socket({ headers: { origin } })).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
    }
    expect(outcome(await post(edge.url, { query: '{ me }' }, from(PAGE)))).toEqual([200, []]);
    expect(await socket({ headers: { origin: PAGE } }, (open) => open.close(1000, 'well'))).toEqual([1000, 'well']);
  });

  it('can send nothing that a form could send, and changes nothing by a link', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16', '']) {
      expect(outcome(await post(edge.url, '{"query":"{ me }"}', { ...HEADERS, 'content-type': type }))).toEqual([415, ['MEDIA_TYPE_UNSUPPORTED']]);
    }
    for (const query of ['mutation { __typename }', 'mutation { note(text: "x") { id } }', 'subscription { waiting }', '{ me }', '{ __typename me }']) {
      const asked = await fetch(`${edge.url}?query=${encodeURIComponent(query)}`, { headers: HEADERS });
      expect(outcome({ status: asked.status, text: await asked.text() })).toEqual([405, ['METHOD_NOT_ALLOWED']]);
    }
  });
});

describe('every answer', () => {
  it('is kept by nobody and taken for nothing but data, refusals too', async () => {
    const answers = [
      await post(edge.url, { query: '{ me }' }), await post(edge.url, { query: '{ nothing }' }), await post(edge.url, '{'),
      await post(edge.url, { query: '{ me }' }, {}), await post(`${edge.url}/stream`, { query: '{ me }' }), await post(edge.url, { query: '{ me }' }, { ...HEADERS, origin: 'x' }),
    ];
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('says under which operation it stands in the ledger, as soon as it is known who asks', async () => {
    const known = [
      await post(edge.url, { query: '{ me }' }), await post(edge.url, { query: '{ nothing }' }), await post(edge.url, '{'), await post(edge.url, { query: '{ broken }' }),
      await post(edge.url, { documentId: 'sha256:x' }), await post(`${edge.url}/stream`, { query: '{ me }' }), await post(edge.url, '', { ...HEADERS, 'content-type': 'text/plain' }),
    ];
    for (const { headers } of known) expect(headers.get('amanat-operation')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await post(edge.url, { query: '{ me }' }, {})).headers.get('amanat-operation')).toBeNull();
  });
});

describe('a client that is let in no more', () => {
  it('is refused after it is known and before its question is read, by every protocol', async () => {
    spent.add('fia');
    expect(outcome(await post(edge.url, '{'))).toEqual([429, ['QUOTA_EXCEEDED']]);
    expect(outcome(await post(`${edge.url}/stream`, '{'))).toEqual([429, ['QUOTA_EXCEEDED']]);
    const client = createClient({ url: socketUrl(), webSocketImpl: WebSocket, connectionParams: HEADERS, retryAttempts: 0 });
    await expect(client.iterate({ query: '{ me }' }).next()).rejects.toMatchObject({ reason: 'QUOTA_EXCEEDED' });
    await client.dispose();
  });
});

describe('a WebSocket', () => {
  const init = JSON.stringify({ type: 'connection_init', payload: HEADERS });

  it('is closed when it does not say in time who it is', async () => {
    expect((await socket())[0]).toBe(4408);
  });

  it('is closed when it sends more messages than a person or a system needs', async () => {
    expect(await socket({}, (open) => { open.send(init); for (let n = 0; n < 40; n += 1) open.send('{"type":"ping"}'); })).toEqual([4429, 'STREAM_LIMIT']);
  });

  it('is refused with too many headers, before there is one', async () => {
    expect(await socket({ headers: { 'x-long': 'x'.repeat(2_000) } })).toEqual([431, 'HEADERS_TOO_LARGE']);
  });

  it('has so many operations at once and no more', async () => {
    const client = createClient({ url: socketUrl(), webSocketImpl: WebSocket, connectionParams: HEADERS, retryAttempts: 0, lazy: false, onNonLazyError: () => undefined });
    const streams = [0, 1].map(() => client.iterate({ query: 'subscription { waiting }' }));
    await Promise.all(streams.map((stream) => stream.next()));
    await expect(client.iterate({ query: 'subscription { waiting }' }).next()).rejects.toMatchObject([{ extensions: { code: 'STREAM_LIMIT' } }]);
    await client.dispose();
  });

  it('is no way to say what only a proxy may say', async () => {
    const seen: Record<string, string | undefined>[] = [];
    const watched = await runningEdge(oneProcess(), { authenticate: async (headers) => { seen.push(headers); throw Refusal.because('UNAUTHENTICATED'); } });
    const params = { ...HEADERS, 'X-Forwarded-Client-Cert': 'forged', 'x-forwarded-for': '10.0.0.1', 'amanat-agency': 'fia', Authorization: 'Bearer said' };
    const client = createClient({ url: watched.url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: params, retryAttempts: 0 });
    await expect(client.iterate({ query: '{ me }' }).next()).rejects.toMatchObject({ code: 4401 });
    await client.dispose();
    await watched.stop();
    expect(seen[0]!['authorization']).toBe('Bearer said');
    for (const name of ['x-forwarded-client-cert', 'x-forwarded-for', 'amanat-agency']) expect(seen[0]![name]).toBeUndefined();
  });
});

describe('the streams of one client', () => {
  it('are so many and no more, whatever the protocol, and each that ends makes room', async () => {
    const open = async () => {
      const ends = new AbortController();
      const response = await fetch(`${edge.url}/stream`, { method: 'POST', headers: HEADERS, body: JSON.stringify({ query: 'subscription { waiting }' }), signal: ends.signal });
      return { status: response.status, text: response.status === 200 ? '{}' : await response.text(), end: () => ends.abort() };
    };
    const streams = [await open(), await open(), await open()];
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(outcome(await open())).toEqual([429, ['STREAM_LIMIT']]);
    tokens.set('good', { client: 'fia-desk' });
    const another = await open();
    expect(another.status).toBe(200);
    another.end();
    tokens.set('good', {});
    streams[0]!.end();
    let again = await open();
    for (const deadline = Date.now() + 3_000; again.status === 429 && Date.now() < deadline;) again = await open();
    expect(again.status).toBe(200);
    for (const stream of [...streams, again]) stream.end();
  });
});

describe('two clients in the same moment', () => {
  it('share nothing that depends on who asks', async () => {
    const agencies = ['fia', 'iom', 'pta', 'frontex'];
    for (const agency of agencies) tokens.set(agency, { agency, client: agency });
    const questions = Array.from({ length: 40 }, (_, n) => agencies[n % agencies.length]!);
    const answers = await Promise.all(questions.map((agency) => post(edge.url, { query: '{ me cases(first: 2) { id } }' }, { ...HEADERS, authorization: `Bearer ${agency}` })));
    expect(answers.map(({ text }) => JSON.parse(text).data.me)).toEqual(questions.map((agency) => `${agency} for investigation`));
    for (const agency of agencies) tokens.delete(agency);
  });
});
