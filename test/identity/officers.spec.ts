import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { classesIn, maskOf, SEALED_CLASSES, type RecordClass } from '#libs/contracts';
import { officerForm } from '#libs/importing';
import { alertDocument, caseDocument, envelope, keyOf } from '../world/index.js';
import { feedOf } from '../world/hub/exits.js';
import { startHub, type Asked, type Hub, type Receipt } from '../world/hub.js';
import { ME, post, REASON, tokenBy } from './requests.js';

const SHARED = envelope({ recipients: ['nccia'] });
const FIELDS = 'id version asOf withheld summary victims { ref gender identity { fullName } contact { mobilePhone } } suspects { identity { fullName } }';
const SEALED = SEALED_CLASSES.map(({ code }) => code);
/** Every way to a record by a query; each gives the same one. */
const EXITS: Readonly<Record<string, (id: string, alert: string) => string>> = {
  'by its id': (id) => `{ found: case(id: "${id}") { ${FIELDS} } }`,
  'in a list': () => `{ cases(first: 1) { edges { node { ${FIELDS} } } } }`,
  'by a filter': () => `{ cases(first: 1, filter: { status: "Active" }) { edges { node { ${FIELDS} } } } }`,
  'joined to an alert': (_id, alert) => `{ alert(id: "${alert}") { case { ${FIELDS} } } }`,
};

let hub: Hub;
let aCase: Receipt;
let alert: Receipt;
beforeAll(async () => {
  hub = await startHub({ certificates: ['fia', 'nccia'] });
  aCase = await hub.client.submit('fia', 'case', caseDocument({ envelope: SHARED }));
  alert = await hub.client.submit('fia', 'alert', alertDocument({ envelope: SHARED, caseId: aCase.id }));
}, 90_000);
afterAll(() => hub?.stop());

async function read(client: string, query: string, asked: Partial<Asked>): Promise<any> {
  const { data, text } = await hub.client.graphql(client, { query, ...asked });
  if (!data) throw new Error(text);
  return data.found ?? data.cases?.edges[0].node ?? data.alert.case;
}

describe('who a person is', () => {
  it.each(Object.entries(EXITS))('%s: is shown to an officer and to no machine, of one\'s own records too', async (_exit, queryOf) => {
    const query = queryOf(aCase.id, alert.id);
    for (const client of ['fia', 'nccia']) {
      const officer = await read(client, query, { officer: 'o-17' });
      const machine = await read(client, query, { officer: null });
      expect(officer.victims[0].identity.fullName).toBe('زینب خان');
      expect(machine.withheld).toEqual(expect.arrayContaining(SEALED));
      expect(officer.withheld.filter((name: RecordClass) => SEALED.includes(name))).toEqual(client === 'fia' ? [] : ['VICTIM_CONTACT', 'SPECIAL_CATEGORY']);
      const { withheld: _machines, ...open } = machine;
      const { withheld: _officers, ...whole } = officer;
      expect(open).toEqual({ ...whole, victims: [{ ...whole.victims[0], identity: null, contact: null }], suspects: [{ identity: null }] });
    }
  });

  it('is not shown for a header that names an officer, and the ledger names none', async () => {
    const query = EXITS['by its id']!(aCase.id, alert.id);
    const answer = await hub.client.graphql('nccia', { query, officer: null, headers: { 'amanat-officer': 'o-17', 'amanat-case-reference': 'FIR-1/2026' } });
    expect(answer.data.found.victims[0].identity).toBeNull();
    const [line] = await hub.ground.rows<{ officer: string | null; masks: number[] }>('select officer, masks from audit.ledger where operation_id = $1', [answer.operation]);
    expect(line).toMatchObject({ officer: null });
    expect(line!.masks[0]! & maskOf(...SEALED)).toBe(0);
  });

  it('is read in the officer\'s name: the ledger says which officer, for which case, and which classes', async () => {
    const answer = await hub.client.graphql('nccia', { query: EXITS['by its id']!(aCase.id, alert.id), officer: 'o-17', caseReference: 'FIR-12/2026' });
    const [line] = await hub.ground.rows<any>('select officer, case_reference, masks from audit.ledger where operation_id = $1', [answer.operation]);
    expect(line).toMatchObject({ officer: 'o-17', case_reference: 'FIR-12/2026' });
    expect(classesIn(line.masks[0])).toEqual(expect.arrayContaining(['VICTIM_IDENTITY', 'SUSPECT_IDENTITY']));
    expect(hub.processes.get('hub')!.log.join()).not.toContain('o-17');
  });

  it('is announced to machines all the same: the event says what an officer may come and read', async () => {
    await feedOf(hub, 'nccia'); // waits until all of it shows
    const { data } = await hub.client.graphql('nccia', { query: '{ deliveries(stream: "records", first: 1) { edges { node { event } } } }', officer: null });
    expect(data.deliveries.edges[0].node.event.data.sealed).toEqual(expect.arrayContaining(['VICTIM_IDENTITY', 'SUSPECT_IDENTITY']));
  });
});

describe('what needs no officer', () => {
  it('handing in and amending one\'s own record', async () => {
    const document = caseDocument({ envelope: envelope({ recipients: ['nccia'], reference: 'by a machine' }) });
    const machine = (query: string, variables: object) => hub.client.graphql('fia', { query, variables: { ...variables }, officer: null });
    const submitted = await machine('mutation($d: CaseInput!) { r: submitCase(case: $d, idempotencyKey: "m1") { id version } }', { d: document });
    const { id } = submitted.data.r;
    const amended = await machine('mutation($id: ID!, $d: CaseInput!) { r: amendCase(id: $id, version: 1, case: $d, idempotencyKey: "m2") { version } }', {
      id, d: { ...document, victims: [{ ref: 'V1', identity: { fullName: 'Another Invented' } }] },
    });
    expect(amended.data.r).toEqual({ version: 2 });
    expect((await read('fia', `{ found: case(id: "${id}") { version } }`, { officer: null })).version).toBe(2);
  });
});

describe('an officer', () => {
  it('asks for a case, as a machine does for its task', async () => {
    for (const officer of ['o-17', null]) {
      const { status, codes } = await hub.client.graphql('fia', { query: '{ me { id } }', officer, headers: { 'amanat-case-reference': '' } });
      expect([officer, status, codes]).toEqual([officer, 400, ['CASE_REFERENCE_REQUIRED']]);
    }
  });

  it('is not taken from a client that signs with another\'s key, or names another as the one who says so', async () => {
    const fia = hub.tls!.tlsOf('fia');
    const word = (client: string, by: string) => officerForm({ client, officer: 'o-17', issuer: hub.url, key: keyOf(by).privateKey, kid: keyOf(by).jwk.kid! });
    for (const form of [await word('fia', 'nccia'), await word('nccia', 'nccia'), await word('nccia', 'fia')]) {
      expect(await tokenBy(fia, hub.url, { client_id: 'fia', ...form })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    }
  });

  it('gets a token on the command line by the key of the client\'s certificate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'amanat-token-'));
    const { ca, cert, key } = hub.tls!.tlsOf('nccia');
    for (const [name, text] of [['ca.crt', ca], ['own.crt', cert], ['own.key', key]]) writeFileSync(join(folder, name!), text!);
    const clients = { nccia: { agency: 'nccia', certificate: 'own.crt', key: 'own.key' } };
    writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ tokenUrl: `${hub.url}/oauth/token`, graphqlUrl: `${hub.url}/graphql`, ca: 'ca.crt', clients }));
    const { status, stdout } = spawnSync(process.execPath, [
      resolve('apps/amanat/amanat.mjs'), 'token', '--client', 'nccia', '--officer', 'o-18', '--credentials', join(folder, 'credentials.json'),
    ], { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(decodeJwt(stdout.trim())).toMatchObject({ client_id: 'nccia', act: { sub: 'o-18' } });
    const headers = { ...REASON, 'amanat-legal-basis': 'PECA2016', 'amanat-case-reference': 'FIR-3/2026', authorization: `Bearer ${stdout.trim()}` };
    expect((await post({ ca, cert, key }, `${hub.url}/graphql`, headers, ME)).body).toEqual({ data: { me: { id: 'nccia' } } });
  });
});
