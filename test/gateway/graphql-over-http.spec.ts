import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { CallerAssertion } from '#libs/subgraphs';
import { HEADERS, runningEdge, type RunningEdge } from './edge-world.js';
import { INTERNAL_KEY, severalProcesses, type Split } from './topologies.js';
import { CALLER, SDL } from './world.js';

let edge: RunningEdge;
let split: Split;
beforeAll(async () => {
  edge = await runningEdge();
  split = await severalProcesses();
});
afterAll(async () => {
  await edge.stop();
  await split.stop();
});

type Fetch = (url: string, options?: RequestInit) => Promise<Response>;

const { authorization, 'amanat-purpose': purpose, 'amanat-legal-basis': basis } = HEADERS;

/** What the audits send, with who asks and why. */
const asClient: Fetch = (url, options = {}) =>
  fetch(url, { ...options, headers: { ...options.headers, authorization, 'amanat-purpose': purpose, 'amanat-legal-basis': basis } });

/** What the audits send, as the gateway would send it. */
const asGateway = (audience: string): Fetch => {
  const assertion = new CallerAssertion(INTERNAL_KEY);
  return async (url, options = {}) => {
    const call = { audience, method: options.method ?? 'GET', search: new URL(url).search, body: String(options.body ?? '') };
    return fetch(url, { ...options, headers: { ...options.headers, 'amanat-caller': await assertion.sign(CALLER, call) } });
  };
};

const PLACES: readonly [string, () => string, Fetch][] = [
  ['the gateway', () => edge.url, asClient],
  ...Object.keys(SDL).map((name): [string, () => string, Fetch] => [`the subgraph ${name}`, () => `${split.url}/subgraphs/${name}`, asGateway(name)]),
];

describe.each(PLACES)('GraphQL over HTTP at %s', (_place, url, fetchFn) => {
  const audits = serverAudits({ url, fetchFn });

  it('is looked at by all audits there are', () => expect(audits).toHaveLength(61));

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (_id, _name, audit) => {
    const result = await audit();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });
});
