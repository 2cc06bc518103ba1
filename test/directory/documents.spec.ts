import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SUPERGRAPH_SDL } from '#libs/contracts';
import { registerClient, registerDocument, withdrawDocument, type DocumentGiven } from '#libs/directory';
import { documentCheck, EDGE_LIMITS } from '#libs/gateway';
import { demoRegister, type World } from './world.js';

let world: World;
beforeAll(async () => void (world = await demoRegister()));
afterAll(() => world.close());

const idOf = (text: string) => createHash('sha256').update(text).digest('hex');
const register = (document: DocumentGiven) => world.database.transaction((tx) => registerDocument(tx, document));

describe('a document that the operator registers', () => {
  it('is known by the hash of its text, to its agency alone, and no more once it is withdrawn', async () => {
    const text = 'query Invented { me { id } }';
    expect(await register({ agency: 'nccia', text, purpose: 'criminal-investigation' })).toBe(idOf(text));
    await world.directory.refresh();
    expect(world.directory.document('nccia', idOf(text))).toEqual({ agency: 'nccia', id: idOf(text), text, purpose: 'criminal-investigation' });
    expect(world.directory.document('fia', idOf(text))).toBeNull();
    expect(world.directory.documents('nccia').map(({ id }) => id)).toEqual([idOf(text)]);
    await world.database.transaction((tx) => withdrawDocument(tx, 'nccia', idOf(text)));
    await world.directory.refresh();
    expect(world.directory.document('nccia', idOf(text))).toBeNull();
    await expect(world.database.transaction((tx) => withdrawDocument(tx, 'nccia', idOf(text)))).rejects.toMatchObject({ code: 'DOCUMENT_UNKNOWN' });
  });

  it('has a purpose that there is, an agency that takes part, and an id that is its hash', async () => {
    await expect(register({ agency: 'fia', text: '{ me { id } }', purpose: 'curiosity' })).rejects.toMatchObject({ code: 'PURPOSE_NOT_ALLOWED' });
    await expect(register({ agency: 'nobody', text: '{ me { id } }', purpose: null })).rejects.toThrow(/foreign key/);
    const forged = world.database.query('insert into directory.trusted_document (agency, id, text) values ($1, $2, $3)', ['fia', idOf('x'), 'y']);
    await expect(forged).rejects.toThrow(/check constraint/);
  });
});

describe('the rights of a client', () => {
  it('are none where nothing is said, and none that the hub does not know', async () => {
    const client = world.directory.client('iom')!;
    expect(client.rights).toEqual(['free-form-queries', 'introspection']);
    const { rights: _, ...silent } = client;
    await world.database.transaction((tx) => registerClient(tx, { ...silent, id: 'iom-desk' }));
    await world.directory.refresh();
    expect(world.directory.client('iom-desk')!.rights).toEqual([]);
    await expect(world.database.transaction((tx) => registerClient(tx, { ...client, rights: ['everything'] as never }))).rejects.toThrow(/check constraint/);
  });
});

describe('the demonstration', () => {
  it('has a client that asks registered documents only, and these fit the schema and every limit', async () => {
    expect(world.directory.client('fia-desk')!.rights).toEqual([]);
    const documents = world.directory.documents('fia');
    expect(documents.length).toBeGreaterThan(1);
    const check = documentCheck(SUPERGRAPH_SDL, EDGE_LIMITS.cost);
    expect(documents.flatMap(({ text }) => check(text))).toEqual([]);
    const file = await readFile('deploy/local/documents/newest-cases.graphql');
    expect(documents.map(({ id }) => id)).toContain(createHash('sha256').update(file).digest('hex'));
  });

  it('would be told what is wrong with a document, in the words that a question would', () => {
    const check = documentCheck(SUPERGRAPH_SDL, 10_000);
    const codes = (text: string) => check(text).map(({ extensions }) => extensions.code);
    expect(codes('{ cases { edges { node { password } } } }')).toEqual(['QUERY_INVALID']);
    expect(codes('{ cases {')).toEqual(['QUERY_MALFORMED']);
    expect(codes('query A($n: Int) { cases(first: $n) { edges { node { alerts { text case { id } } } } } }')).toEqual(['QUERY_TOO_COMPLEX']);
    expect(codes('query A { me { id } } query B($n: Int) { cases(first: $n) { edges { node { alerts { case { id } } } } } }')).toEqual(['QUERY_TOO_COMPLEX']);
  });
});
