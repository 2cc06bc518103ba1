import { describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener } from 'node:http';
import { parse } from 'graphql';
import { FederatedExecutor, HiveQueryPlanner, Supergraph } from '#libs/federation';
import { CallerAssertion, HttpExecutor, type SubgraphExecutor } from '#libs/subgraphs';
import { closed, INTERNAL_KEY, listening, oneProcess, report } from './topologies.js';
import { CALLER, SUPERGRAPH } from './world.js';

const assertion = new CallerAssertion(INTERNAL_KEY);

describe('a subgraph that fails', () => {
  async function answers(listener: RequestListener, timeout: number): Promise<unknown> {
    const server = createServer(listener);
    const url = await listening(server);
    const failing = new HttpExecutor({ name: 'alerts', url, assertion, report, timeout });
    const executors = new Map<string, SubgraphExecutor>([...oneProcess(), ['alerts', failing]]);
    const executor = new FederatedExecutor(new Supergraph(SUPERGRAPH), new HiveQueryPlanner(SUPERGRAPH), executors, report);
    const answer = await executor.execute({ document: parse('{ case(id: "c0") { id alerts { text } } alert(id: "a0") { text } }'), context: { caller: CALLER } });
    await failing.close();
    await closed(server);
    return JSON.parse(JSON.stringify(answer));
  }
  const expected = {
    data: { case: { id: 'c0', alerts: null }, alert: null },
    errors: [['alert'], ['case']].map((path) => ({ message: 'a part of the hub does not answer', path, extensions: { code: 'UNAVAILABLE' } })),
  };

  it.each<[string, RequestListener]>([
    ['breaks off', (_, response) => response.destroy()],
    ['breaks off in the middle', (_, response) => { response.writeHead(200, { 'content-length': 1_000 }); response.write('{"data":'); setTimeout(() => response.destroy(), 20); }],
    ['never answers', () => undefined],
    ['answers with something else', (_, response) => response.end('<html>proxy</html>')],
    ['answers with nothing of use', (_, response) => response.end('null')],
    ['does not believe the gateway', (_, response) => { response.statusCode = 401; response.end('{"errors":[]}'); }],
    ['floods', (_, response) => { const flood = () => { while (response.write('x'.repeat(1 << 20))); }; response.on('drain', flood); flood(); }],
  ])('costs its own part of the answer and no more when it %s', async (_how, listener) => {
    expect(await answers(listener, 1_000)).toEqual(expected);
  });

  it('is asked again once when a kept connection had gone stale, but never does a thing twice', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      request.resume();
      asked += 1;
      if (asked % 2 === 0) request.socket.destroy();
      else response.end('{"data":{"me":"t"}}');
    });
    const executor = new HttpExecutor({ name: 'directory', url: await listening(server), assertion, report });
    const request = { query: '{ me }', variables: {}, context: { caller: CALLER } };
    const outcomes = [];
    for (const kind of ['query', 'query', 'mutation'] as const) outcomes.push((await executor.execute({ ...request, kind })).data);
    expect(outcomes).toEqual([{ me: 't' }, { me: 't' }, null]);
    expect(asked).toBe(4);
    await executor.close();
    await closed(server);
  });
});
