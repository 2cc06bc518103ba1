import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { maskOf, purposeMask } from '#libs/contracts';
import { Authenticator, registerClient, type EnrolledClient } from '#libs/directory';
import { BoundTokens, DpopProofs, generateSigningKeys, localIssuer, localTrust, TOKEN_PATH, TokenVerifier } from '#libs/identity';
import { officerForm, proof } from '#libs/importing';
import { isUuid, TLP_RANK } from '#libs/kernel';
import { keyOf } from '../world/keys.js';
import { demoRegister, type World } from './world.js';

const ISSUER = 'http://localhost';
const AUDIENCE = 'http://localhost/graphql';
let world: World;
let server: Server;
let door: Authenticator;
let secrets: Record<string, { secret: string }>;
let now: Date | null = null;

beforeAll(async () => {
  world = await demoRegister();
  secrets = JSON.parse(await readFile(world.credentials, 'utf8')).clients;
  const keys = await generateSigningKeys();
  const app = express();
  app.use(await localIssuer({ issuer: ISSUER, audience: AUDIENCE, keys }, world.directory));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resume) => server.once('listening', resume));
  const clock = { now: () => now ?? new Date() };
  door = new Authenticator(new BoundTokens(new TokenVerifier(localTrust(ISSUER, AUDIENCE, keys), clock), new DpopProofs(clock)), world.directory);
  await change('fia', { jwks: { keys: [keyOf('fia').jwk] } });
});

afterAll(async () => {
  await new Promise((resume) => server.close(resume));
  await world.close();
});

const HERE = { method: 'POST', url: AUDIENCE, certificate: null };
const authenticate = (headers: Record<string, string | undefined>) => door.authenticate(headers, HERE);

async function tokenOf(client: string, officer?: string): Promise<string | null> {
  const { secret } = secrets[client]!;
  const key = keyOf(client);
  const named = officer ? await officerForm({ client, officer, issuer: ISSUER, key: key.privateKey, kid: key.jwk.kid! }) : {};
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${TOKEN_PATH}`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`, dpop: await proof(key, 'POST', ISSUER + TOKEN_PATH) },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...named }),
  });
  return response.ok ? ((await response.json()) as { access_token: string }).access_token : null;
}

/** Headers with another proof, as those of every request. */
const anew = async (client: string, headers: Record<string, string>) => ({ ...headers, dpop: await proof(keyOf(client), 'POST', AUDIENCE, headers['authorization']!.slice(5)) });

async function asked(client: string, headers: Record<string, string> = {}, officer?: string): Promise<Record<string, string>> {
  const basis = world.directory.client(client)!.legalBases[0]!;
  const authorization = `DPoP ${await tokenOf(client, officer)}`;
  return anew(client, { authorization, 'amanat-purpose': 'criminal-investigation', 'amanat-legal-basis': basis, 'amanat-case-reference': 'FIR-1/2026', ...headers });
}

const refused = (headers: Record<string, string>, code: string, field = '') =>
  expect(authenticate(headers)).rejects.toMatchObject({ code, issues: [{ field }] });

async function change(client: string, to: Partial<EnrolledClient>): Promise<void> {
  await world.database.transaction((tx) => registerClient(tx, { ...world.directory.client(client)!, ...to }));
  await pause(1000);
}

describe('a request with a valid token', () => {
  it('becomes a caller with what the directory says, and an operation of its own', async () => {
    const headers = await asked('fia', { 'amanat-case-reference': 'FIA/AHT/2026/17' }, 'o-4711');
    const caller = await authenticate(headers);
    expect(caller).toMatchObject({
      agency: 'fia', client: 'fia', officer: 'o-4711', audiences: ['fia'], roles: ['officer'],
      clearance: TLP_RANK['RED'], purpose: 'criminal-investigation', caseReference: 'FIA/AHT/2026/17',
    });
    expect(isUuid(caller.operationId)).toBe(true);
    const later = await authenticate(await anew('fia', headers));
    expect({ ...later, operationId: caller.operationId }).toEqual(caller);
    expect(later.operationId).not.toBe(caller.operationId);
    expect(await door.again(caller)).toMatchObject({ client: 'fia', officer: 'o-4711' });
  });

  it('is read the same from the first message of a WebSocket', async () => {
    const { authorization, dpop, ...rest } = await asked('fia');
    const caller = await authenticate({
      Authorization: authorization, DPoP: dpop, 'Amanat-Purpose': rest['amanat-purpose'], 'Amanat-Legal-Basis': rest['amanat-legal-basis'],
      'Amanat-Case-Reference': rest['amanat-case-reference'],
    });
    expect(caller).toMatchObject({ client: 'fia', officer: null, caseReference: 'FIR-1/2026' });
  });

  it('cannot say for itself who it is or what it may see', async () => {
    const headers = await asked('pta', {
      'amanat-purpose': 'content-blocking', 'amanat-agency': 'fia', 'amanat-classes': '8191', 'amanat-clearance': '4',
      'amanat-operation-id': 'mine', 'x-amanat-caller': 'fia', 'amanat-officer': 'o-4711',
    });
    const caller = await authenticate(headers);
    expect(caller).toMatchObject({ agency: 'pta', officer: null, clearance: TLP_RANK['AMBER'] });
    expect(caller.classes & maskOf('VICTIM_IDENTITY', 'SUSPECT_IDENTITY')).toBe(0);
    expect(isUuid(caller.operationId)).toBe(true);
  });

  it('is refused without a purpose, or with one that the client may not name', async () => {
    const { 'amanat-purpose': _purpose, ...without } = await asked('fia');
    await refused(without, 'PURPOSE_REQUIRED', 'Amanat-Purpose');
    await refused(await asked('fia', { 'amanat-purpose': 'labour-regulation' }), 'PURPOSE_NOT_ALLOWED', 'Amanat-Purpose');
    await refused(await asked('fia', { 'amanat-purpose': 'curiosity' }), 'PURPOSE_NOT_ALLOWED', 'Amanat-Purpose');
    await refused(await asked('iom', { 'amanat-purpose': 'immigration-control' }), 'PURPOSE_NOT_ALLOWED', 'Amanat-Purpose');
  });

  it('is refused without a legal basis, or with one that the client may not name', async () => {
    const { 'amanat-legal-basis': _basis, ...without } = await asked('fia');
    await refused(without, 'LEGAL_BASIS_REQUIRED', 'Amanat-Legal-Basis');
    await refused(await asked('fia', { 'amanat-legal-basis': 'because' }), 'LEGAL_BASIS_NOT_ALLOWED', 'Amanat-Legal-Basis');
  });

  it('is refused when it says for no case, an officer\'s as a machine\'s', async () => {
    await refused(await asked('fia', { 'amanat-case-reference': '' }, 'o-4711'), 'CASE_REFERENCE_REQUIRED', 'Amanat-Case-Reference');
    await refused(await asked('fia', { 'amanat-case-reference': '' }), 'CASE_REFERENCE_REQUIRED', 'Amanat-Case-Reference');
  });

  it('is refused when its file number leaves room for a person\'s name', async () => {
    await refused(await asked('fia', { 'amanat-case-reference': 'Muhammad Invented' }), 'FORMAT_INVALID', 'Amanat-Case-Reference');
    await refused(await asked('fia', { 'amanat-case-reference': 'x'.repeat(101) }), 'FORMAT_INVALID', 'Amanat-Case-Reference');
  });

  it('of the operator belongs to no agency and reaches no audience', async () => {
    const caller = await authenticate(await asked('operator', { 'amanat-purpose': 'threat-analysis' }));
    expect(caller).toMatchObject({ agency: 'operator', audiences: [], roles: ['operator'], classes: 0 });
  });
});

describe('a request is not authenticated', () => {
  it('without a token, or with something else in its place', async () => {
    const { authorization, ...without } = await asked('fia');
    await refused(without, 'UNAUTHENTICATED');
    await refused({ ...without, authorization: 'DPoP ' }, 'UNAUTHENTICATED');
    await refused({ ...without, authorization: authorization!.replace('DPoP', 'Basic') }, 'UNAUTHENTICATED');
    await refused({ ...without, authorization: `${authorization}x` }, 'UNAUTHENTICATED');
  });

  it('when its token has expired', async () => {
    const caller = await authenticate(await asked('fia'));
    now = new Date(Date.now() + 15 * 60_000 + 1000);
    await expect(door.again(caller)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    now = null;
  });
});

describe('nobody is let in', () => {
  it('while the directory cannot be read: a revocation might have been missed', async () => {
    const headers = await asked('fia');
    const age = jest.spyOn(world.directory, 'age').mockReturnValue(10_001);
    await refused(headers, 'UNAVAILABLE');
    age.mockRestore();
    await authenticate(await anew('fia', headers));
    expect(world.directory.age()).toBeLessThan(2000);
  });
});

describe('what changes in the directory holds within a second, for tokens already given', () => {
  it('a purpose taken away', async () => {
    const headers = await asked('nccia');
    await authenticate(headers);
    await change('nccia', { purposes: purposeMask('content-blocking') });
    await refused(await anew('nccia', headers), 'PURPOSE_NOT_ALLOWED', 'Amanat-Purpose');
  });

  it('classes and clearance taken away', async () => {
    const headers = await asked('europol');
    await change('europol', { classes: maskOf('REFERENCE'), clearance: 0 });
    expect(await authenticate(headers)).toMatchObject({ classes: maskOf('REFERENCE'), clearance: 0 });
  });

  it('its secret, certificate or key: a token given before is void, one given after is good', async () => {
    for (const to of [{ jwks: { keys: [keyOf('iom').jwk] } }, { certificateSubject: 'CN=iom,O=IOM' }, { jwks: null }]) {
      const headers = await asked('iom', { 'amanat-purpose': 'victim-protection' });
      const caller = await authenticate(headers);
      await change('iom', to);
      await refused(await anew('iom', headers), 'UNAUTHENTICATED');
      await expect(door.again(caller)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      await authenticate(await asked('iom', { 'amanat-purpose': 'victim-protection' }));
    }
  });

  it('a client struck off: its token is worth nothing and it gets no other', async () => {
    const headers = await asked('fia-dpo');
    await world.database.query(`delete from directory.client where id = 'fia-dpo'`);
    await pause(1000);
    await refused(headers, 'UNAUTHENTICATED');
    expect(await tokenOf('fia-dpo')).toBeNull();
  });
});
