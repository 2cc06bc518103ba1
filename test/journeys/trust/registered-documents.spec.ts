import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amanat } from '../../import/command.js';
import { eventually, startHub, type Hub } from '../../world/hub.js';
import { caseDocument } from '../../world/index.js';

let hub: Hub;
let folder: string;
beforeAll(async () => {
  hub = await startHub();
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
  await mkdir(join(folder, '.amanat'));
  await writeFile(join(folder, '.amanat', 'database-url'), `${hub.ground.databaseUrl}\n`);
});
afterAll(async () => {
  await hub?.stop();
  await rm(folder, { recursive: true });
});

async function ask(client: string, body: Record<string, unknown>): Promise<{ data: any; codes: string[] }> {
  const headers = { 'content-type': 'application/json', ...(await hub.client.headers(client)) };
  const { data, errors = [] } = await (await fetch(`${hub.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).json() as
    { data?: any; errors?: { extensions: { code: string } }[] };
  return { data, codes: errors.map(({ extensions }) => extensions.code) };
}

const documents = (...words: readonly string[]) => amanat(folder, 'operator', 'documents', ...words).ended;
const idOf = (text: string | Buffer) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('a client that may ask registered documents only', () => {
  it('asks one of the demonstration by the hash of its file, and nothing of its own', async () => {
    const { id } = await hub.client.submit('fia', 'case', caseDocument());
    const oneCase = idOf(await readFile('deploy/local/documents/one-case.graphql'));
    const { data, codes } = await ask('fia-desk', { documentId: oneCase, variables: { id } });
    expect([codes, data.case.id, data.case.status]).toEqual([[], id, 'Active']);
    expect((await ask('fia-desk', { query: '{ me { id } }' })).codes).toEqual(['FREE_FORM_NOT_ALLOWED']);
    expect((await ask('fia', { query: '{ me { id } }' })).codes).toEqual([]);
    expect((await ask('nccia', { documentId: oneCase, variables: { id } })).codes).toEqual(['DOCUMENT_UNKNOWN']);
  });

  it('asks what the operator registers within a second, and no more a second after it is withdrawn', async () => {
    const text = 'query Myself { me { id purposes } }';
    await writeFile(join(folder, 'myself.graphql'), text);
    const registered = await documents('register', 'myself.graphql', '--agency', 'fia', '--purpose', 'criminal-investigation');
    expect(registered).toEqual({ status: 0, results: `${idOf(text)}  myself.graphql\n`, told: '' });
    await eventually(async () => (await ask('fia-desk', { documentId: idOf(text) })).data?.me.id === 'fia-desk', undefined, 1_000);
    expect((await documents('list', '--agency', 'fia')).results).toContain(`${idOf(text)}  fia  criminal-investigation  ${text}`);
    expect((await documents('withdraw', idOf(text), '--agency', 'fia')).status).toBe(0);
    await eventually(async () => (await ask('fia-desk', { documentId: idOf(text) })).codes[0] === 'DOCUMENT_UNKNOWN', undefined, 1_000);
  });

  it('is never given a document that does not fit the schema or costs too much', async () => {
    await writeFile(join(folder, 'wrong.graphql'), '{ cases { edges { node { password } } } }');
    await writeFile(join(folder, 'dear.graphql'), 'query($n: Int) { cases(first: $n) { edges { node { alerts { case { alerts { text } } } } } } }');
    const { status, results, told } = await documents('register', 'wrong.graphql', 'dear.graphql', '--agency', 'fia');
    expect([status, results]).toEqual([1, '']);
    expect(told).toMatch(/^amanat documents: wrong\.graphql:1:26: QUERY_INVALID: .*\namanat documents: dear\.graphql: QUERY_TOO_COMPLEX: /);
    expect((await documents('withdraw', 'sha256:0', '--agency', 'fia')).told).toContain('DOCUMENT_UNKNOWN');
  });
});
