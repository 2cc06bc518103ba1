import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { systemIds, type Caller } from '#libs/kernel';
import { CallerAssertion } from '#libs/subgraphs';
import { startHub, type Hub } from '../world/hub.js';

/** The hub itself, in processes of their own: gateway and every subgraph it has. */
let hub: Hub;
beforeAll(async () => { hub = await startHub({ topology: 'split' }); });
afterAll(() => hub?.stop());

type Fetch = (url: string, options?: RequestInit) => Promise<Response>;

/** What the audits send, with who asks and why. */
const asClient: Fetch = async (url, options = {}) => {
  const asked = await hub.client.headers('fia', {}, { method: options.method ?? 'GET', path: new URL(url).pathname });
  return fetch(url, { ...options, headers: { ...options.headers, ...asked } });
};

/** What the audits send, as the gateway would send it. */
const asGateway = (audience: string): Fetch => async (url, options = {}) => {
  const assertion = new CallerAssertion(hub.ground.environment['AMANAT_INTERNAL_KEY']!);
  const call = { audience, method: options.method ?? 'GET', search: new URL(url).search, body: String(options.body ?? '') };
  return fetch(url, { ...options, headers: { ...options.headers, 'amanat-caller': assertion.sign(fia(), call) } });
};

function fia(): Caller {
  return {
    agency: 'fia', client: 'fia', officer: null, audiences: ['fia'], roles: ['officer'], rights: ['free-form-queries', 'introspection'],
    classes: 8191, clearance: 4, purpose: 'criminal-investigation', legalBasis: 'PTPA2018', caseReference: null, operationId: systemIds.next(),
  };
}

const subgraphUrl = (name: string) => () => `http://127.0.0.1:${hub.processes.get(name)!.port}/subgraphs/${name}`;

const PLACES: readonly [string, () => string, Fetch][] = [
  ['the gateway', () => `${hub.url}/graphql`, asClient],
  ...['cases', 'alerts', 'directory'].map((name): [string, () => string, Fetch] => [`the subgraph ${name}`, subgraphUrl(name), asGateway(name)]),
];

it('is asked of every subgraph that the hub has', () => {
  expect([...hub.processes.keys()].sort()).toEqual(['alerts', 'cases', 'directory', 'gateway', 'worker']);
});

describe.each(PLACES)('GraphQL over HTTP at %s', (_place, url, fetchFn) => {
  const audits = serverAudits({ url, fetchFn });

  it('is looked at by all audits there are', () => expect(audits).toHaveLength(61));

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s: %s', async (_id, _name, audit) => {
    const result = await audit();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });
});
