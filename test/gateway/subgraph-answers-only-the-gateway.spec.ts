import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, type JWTPayload } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import { Refusal } from '#libs/kernel';
import { CallerAssertion } from '#libs/subgraphs';
import { codesIn } from './edge-world.js';
import { INTERNAL_KEY, severalProcesses, type Split } from './topologies.js';
import { CALLER } from './world.js';

const ANOTHER_KEY = 'another key, and it is long enough too';

let split: Split;
beforeAll(async () => void (split = await severalProcesses()));
afterAll(() => split.stop());

interface Sent {
  readonly headers?: Record<string, string>;
  readonly subgraph?: string;
  readonly search?: string;
}

async function send(body: string, { headers = {}, subgraph = 'directory', search = '' }: Sent): Promise<[number, string]> {
  const response = await fetch(`${split.url}/subgraphs/${subgraph}${search}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  return [response.status, await response.text()];
}

const asking = (query: string) => JSON.stringify({ query });
const ME = asking('{ me }');

/** What the gateway would send with this body. */
async function signed(body = ME, assertion = new CallerAssertion(INTERNAL_KEY), caller = CALLER): Promise<Record<string, string>> {
  return { 'amanat-caller': assertion.sign(caller, { audience: 'directory', method: 'POST', search: '', body }) };
}

/** The gateway's own claims for `{ me }`, changed. */
async function forged(changes: JWTPayload, key = INTERNAL_KEY): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1_000);
  const question = createHash('sha256').update(`\n${ME}`).digest('base64url');
  const claims = { iss: 'urn:amanat:gateway', aud: 'directory', jti: randomUUID(), iat: now, exp: now + 30, caller: CALLER, htm: 'POST', question, ...changes };
  return { 'amanat-caller': await new SignJWT(claims as unknown as JWTPayload).setProtectedHeader({ alg: 'HS256' }).sign(createHash('sha256').update(key).digest()) };
}

const REFUSED = [401, ['UNAUTHENTICATED']];
const outcome = ([status, text]: [number, string]) => [status, codesIn(text)];

describe('a subgraph of another process', () => {
  it('answers the gateway, for the caller that the gateway names', async () => {
    expect(await send(ME, { headers: await signed(ME, undefined, { ...CALLER, agency: 'iom' }) })).toEqual([200, '{"data":{"me":"iom for investigation"}}']);
    expect(await send(ME, { headers: await forged({}) })).toEqual([200, '{"data":{"me":"fia for investigation"}}']);
  });

  it.each([
    ['nothing', {}],
    ['a client\'s own token', { authorization: 'Bearer good', 'amanat-purpose': 'investigation', 'amanat-legal-basis': 'PTPA-2018' }],
    ['no token at all', { 'amanat-caller': 'x' }],
    ['a claim to be the gateway', { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-user': 'gateway', forwarded: 'for=127.0.0.1', via: 'gateway', 'amanat-agency': 'fia' }],
  ])('answers nobody who brings %s, whatever is asked', async (_what, headers) => {
    for (const query of ['{ me }', '{ __typename }', '{ __schema { types { name } } }', '{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
      expect(outcome(await send(asking(query), { headers: headers as Record<string, string> }))).toEqual(REFUSED);
    }
  });

  it.each<{ what: string; claims: JWTPayload; key?: string }>([
    { what: 'made with another key', claims: {}, key: ANOTHER_KEY },
    { what: 'meant for another subgraph', claims: { aud: 'cases' } },
    { what: 'of another issuer', claims: { iss: 'urn:amanat:issuer' } },
    { what: 'that has run out', claims: { iat: Math.floor(Date.now() / 1_000) - 90, exp: Math.floor(Date.now() / 1_000) - 60 } },
    { what: 'made to last', claims: { iat: Math.floor(Date.now() / 1_000) - 90, exp: Math.floor(Date.now() / 1_000) + 86_400 } },
    { what: 'for another method', claims: { htm: 'GET' } },
    { what: 'for another question', claims: { question: createHash('sha256').update(`\n${asking('{ broken }')}`).digest('base64url') } },
    { what: 'for any question', claims: { question: undefined } },
    { what: 'that may be used for ever', claims: { jti: undefined } },
    { what: 'without a caller', claims: { caller: undefined } },
  ])('believes no assertion $what', async ({ claims, key }) => {
    expect(outcome(await send(ME, { headers: await forged(claims, key) }))).toEqual(REFUSED);
  });

  it('believes no assertion that nobody signed', async () => {
    const [, claims] = (await forged({}))['amanat-caller']!.split('.');
    const unsigned = `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${claims}.`;
    expect(outcome(await send(ME, { headers: { 'amanat-caller': unsigned } }))).toEqual(REFUSED);
  });

  it('takes an assertion once, and for the bytes and the address that were signed', async () => {
    const headers = await signed();
    expect(outcome(await send(ME, { headers }))).toEqual([200, []]);
    expect(outcome(await send(ME, { headers }))).toEqual(REFUSED);
    expect(outcome(await send(asking('{ broken }'), { headers: await signed() }))).toEqual(REFUSED);
    expect(outcome(await send(`${ME} `, { headers: await signed() }))).toEqual(REFUSED);
    expect(outcome(await send(ME, { headers: await signed(), subgraph: 'alerts' }))).toEqual(REFUSED);
    expect(outcome(await send(ME, { headers: await signed(), search: '?query={me}' }))).toEqual(REFUSED);
  });

  it.each([
    'authorization', 'dpop', 'amanat-purpose', 'amanat-legal-basis', 'amanat-officer', 'amanat-case-reference', 'amanat-agency', 'amanat-client',
    'x-forwarded-for', 'x-forwarded-user', 'x-forwarded-client-cert', 'x-client-cert', 'forwarded', 'x-real-ip', 'x-agency', 'from',
  ])('reads nothing out of the header %s', async (name) => {
    const plain = await send(ME, { headers: await signed() });
    expect(await send(ME, { headers: { ...await signed(), [name]: 'Bearer immigration-control' } })).toEqual(plain);
  });

  it('reads no body before it knows that the gateway sent it', async () => {
    const [status, text] = await send(JSON.stringify({ query: '{ me }', variables: { text: 'x'.repeat(2 ** 25) } }), { headers: {} });
    expect([status, codesIn(text)]).toEqual(REFUSED);
  });
});

describe('a change of keys', () => {
  it('goes by a time in which both are believed, and ends with the old one believed no more', () => {
    const [old, both, fresh] = [new CallerAssertion(INTERNAL_KEY), new CallerAssertion(ANOTHER_KEY, INTERNAL_KEY), new CallerAssertion(ANOTHER_KEY)];
    const call = { audience: 'directory', method: 'POST', search: '', body: ME };
    const asked = (by: CallerAssertion, from: CallerAssertion) => () => by.verify(from.sign(CALLER, call), call).caller;
    for (const [by, from] of [[both, old], [both, fresh], [fresh, both]] as const) expect(asked(by, from)()).toEqual(CALLER);
    for (const [by, from] of [[fresh, old], [old, both]] as const) expect(asked(by, from)).toThrow(Refusal);
  });

  it('takes no key that could be guessed', () => {
    expect(() => new CallerAssertion('short')).toThrow('at least 32 characters');
    expect(() => new CallerAssertion(INTERNAL_KEY, 'short')).toThrow('at least 32 characters');
  });
});
