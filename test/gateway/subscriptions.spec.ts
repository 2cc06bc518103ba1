import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { codesIn, HEADERS, post, runningEdge, tokens, type RunningEdge } from './edge-world.js';
import { severalProcesses, type Split } from './topologies.js';

let together: RunningEdge;
let apart: RunningEdge;
let split: Split;

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
afterEach(() => void tokens.set('good', {}));

const CHANGES = 'subscription($after: Int) { caseChanged(after: $after) { id x: alerts(first: 1) { text } originator { name } } }';
type Stream = AsyncIterable<{ data?: unknown; errors?: readonly unknown[] }>;

function byEvents(url: string, variables: Record<string, unknown>, headers: Record<string, string> = HEADERS, query = CHANGES): Stream {
  const client = createSseClient({ url: `${url}/stream`, headers, retryAttempts: 0 });
  return client.iterate({ query, variables }) as never;
}

function bySocket(url: string, variables: Record<string, unknown>, connectionParams: Record<string, string> = HEADERS, query = CHANGES): Stream {
  const client = createSocketClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, lazy: true });
  return client.iterate({ query, variables }) as never;
}

async function all(stream: Stream): Promise<string[]> {
  const results: string[] = [];
  for await (const result of stream) results.push(JSON.stringify(result));
  return results;
}

describe('a subscription', () => {
  it('delivers every event with what the other subgraphs know of it, the same by both protocols and in both topologies', async () => {
    const expected = await all(byEvents(together.url, { after: 2 }));
    expect(expected).toHaveLength(3);
    expect(expected[0]).toBe('{"data":{"caseChanged":{"id":"c2","x":[{"text":"look a2"}],"originator":{"name":"Agency iom"}}}}');
    expect(await all(bySocket(together.url, { after: 2 }))).toEqual(expected);
    expect(await all(byEvents(apart.url, { after: 2 }))).toEqual(expected);
    expect(await all(bySocket(apart.url, { after: 2 }))).toEqual(expected);
  });

  it('goes on after the last event that was had', async () => {
    const whole = await all(byEvents(together.url, { after: 0 }));
    expect(await all(byEvents(together.url, { after: 3 }))).toEqual(whole.slice(3));
  });

  it('is refused by code where its resolver refuses it', async () => {
    const headers = { ...HEADERS, 'amanat-purpose': 'none' };
    for (const { url } of [together, apart]) {
      const refused = await post(`${url}/stream`, { query: CHANGES }, headers);
      expect([refused.status, codesIn(refused.text)]).toEqual([403, ['ACTION_NOT_ALLOWED']]);
      const [result] = await all(bySocket(url, {}, headers));
      expect(codesIn(result!)).toEqual(['ACTION_NOT_ALLOWED']);
    }
  });

  it('tells by code why its source failed, after the events that came before', async () => {
    for (const open of [byEvents, bySocket]) {
      const results = await all(open(together.url, { after: 1 }));
      expect(results).toEqual(await all(open(apart.url, { after: 1 })));
      expect(results).toHaveLength(5);
      expect(codesIn(results[4]!)).toEqual(['ACTION_NOT_ALLOWED']);
    }
  });

  it('is refused without a good token', async () => {
    const refused = await post(`${together.url}/stream`, { query: CHANGES }, { ...HEADERS, authorization: 'Bearer bad' });
    expect([refused.status, codesIn(refused.text)]).toEqual([401, ['UNAUTHENTICATED']]);
    await expect(all(bySocket(together.url, {}, { ...HEADERS, authorization: 'Bearer bad' }))).rejects.toMatchObject({ code: 4401, reason: 'UNAUTHENTICATED' });
  });

  it('is never asked for at the address of queries, nor a query at its own', async () => {
    const query = await post(`${together.url}/stream`, { query: '{ me }' });
    expect([query.status, codesIn(query.text)]).toEqual([400, ['QUERY_INVALID']]);
    const invalid = await post(`${together.url}/stream`, { query: 'subscription { nothing }' });
    expect([invalid.status, codesIn(invalid.text)]).toEqual([400, ['QUERY_INVALID']]);
  });

  it.each([['the token runs out', () => tokens.delete('good'), 'UNAUTHENTICATED'], ['the rights change', () => tokens.set('good', { classes: 1 }), 'CALLER_CHANGED']])(
    'ends when %s, even while it waits', async (_when, change, code) => {
      for (const [open, { url }] of [[byEvents, together], [bySocket, together], [byEvents, apart]] as const) {
        tokens.set('good', {});
        const results: string[] = [];
        for await (const result of open(url, {}, HEADERS, 'subscription { waiting }')) {
          results.push(JSON.stringify(result));
          change();
        }
        expect(results[0]).toBe('{"data":{"waiting":1}}');
        expect(codesIn(results.at(-1)!)).toEqual([code]);
      }
    });

  it('lets go of its source when the client leaves', async () => {
    const { waiting } = await import('./world.js');
    for (const [open, { url }] of [[byEvents, together], [bySocket, together], [byEvents, apart]] as const) {
      for await (const _ of open(url, {}, HEADERS, 'subscription { waiting }')) break;
      const deadline = Date.now() + 3_000;
      while (waiting.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(waiting.size).toBe(0);
    }
  });

  it('makes no more events than the client takes', async () => {
    const { made } = await import('./world.js');
    for (const { url } of [together, apart]) {
      made.count = 0;
      const abort = new AbortController();
      const response = await fetch(`${url}/stream`, {
        method: 'POST', headers: { ...HEADERS, accept: 'text/event-stream' }, body: JSON.stringify({ query: 'subscription { flood }' }), signal: abort.signal,
      });
      await response.body!.getReader().read();
      await new Promise((resolve) => setTimeout(resolve, 400));
      const after = made.count;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(made.count).toBe(after);
      expect(after).toBeLessThan(1_000);
      abort.abort();
    }
  });
});
