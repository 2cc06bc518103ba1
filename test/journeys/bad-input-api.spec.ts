import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BAD_DOCUMENTS, isShapeless, UNUSUAL_DOCUMENTS } from '../world/bad-documents.js';
import { AMENDMENT, startHub, SUBMISSIONS, WITHDRAWAL, type Hub } from '../world/hub.js';
import { caseDocument, countsBy } from '../world/index.js';

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 90_000);
afterAll(() => hub?.stop());

const counts = () => countsBy(hub.ground.rows);

interface Refused {
  readonly status: number;
  readonly code: string;
  readonly issues: readonly { code: string; field: string; rule: string }[];
}

/** Sends what is to be refused, and shows that it left nothing behind. */
async function refused(send: () => Promise<{ status: number; text: string }>): Promise<Refused> {
  const before = await counts();
  const { status, text } = await send();
  expect(await counts()).toEqual(before);
  const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string; issues?: Refused['issues'] } }[] };
  expect(errors).toHaveLength(1);
  const { code, issues = [] } = errors![0]!.extensions;
  return { status, code, issues: issues.map(({ code: each, field, rule }) => ({ code: each, field, rule })) };
}

const ask = (query: string, variables: Record<string, unknown>, asked = {}) => hub.client.graphql('fia', { query, variables, ...asked });
const submit = (document: unknown, kind: keyof typeof SUBMISSIONS = 'case') => ask(SUBMISSIONS[kind], { document, key: randomUUID() });
const fields = ({ code, issues }: Refused) => [code, ...issues.map(({ field }) => field)];

/** A request of which every byte is the test's own. */
async function raw(body: string | Uint8Array, headers: Record<string, string> = {}, method = 'POST') {
  const own = { 'content-type': 'application/json', ...(await hub.client.headers('fia', {}, { method, path: '/graphql' })), ...headers };
  const response = await fetch(`${hub.url}/graphql`, { method, headers: own, ...(method === 'POST' ? { body: body as string } : {}) });
  return { status: response.status, text: await response.text() };
}

const question = (document: unknown) => JSON.stringify({ query: SUBMISSIONS.case, variables: { document, key: randomUUID() } });

describe('what is wrong with a record is said with field and rule, and nothing of it is kept', () => {
  it.each(BAD_DOCUMENTS.filter((bad) => !isShapeless(bad)))('$story', async ({ kind, document, issues }) => {
    expect(await refused(() => submit(document, kind))).toMatchObject({ code: issues[0]!.code, issues });
  });

  it.each([
    ['no record at all', [], ['INPUT_INVALID', 'document']],
    ['an unknown field', caseDocument({ nickname: 'x' }), ['INPUT_INVALID', 'document.nickname']],
    ['a field that the hub fills', caseDocument({ version: 7 }), ['INPUT_INVALID', 'document.version']],
    ['a number where a text belongs', caseDocument({ victims: [{ ref: 'V1', gender: 3 }] }), ['INPUT_INVALID', 'document.victims[0].gender']],
  ])('of the wrong shape: %s', async (_story, document, expected) => {
    expect(fields(await refused(() => submit(document)))).toEqual(expected);
  });

  it('no error repeats what was handed in', async () => {
    for (const document of [caseDocument({ status: 'Secretword' }), caseDocument({ Secretword1: 1 }), caseDocument({ victims: 'Secretword' })]) {
      const { text } = await submit(document);
      expect(text.replace('document.Secretword1', '')).not.toMatch(/secretword/iu);
    }
  });

  it('a mended record under the same key comes in', async () => {
    const key = randomUUID();
    await refused(() => ask(SUBMISSIONS.case, { document: caseDocument({ status: 'Asleep' }), key }));
    expect((await ask(SUBMISSIONS.case, { document: caseDocument(), key })).data.receipt).toMatchObject({ version: 1, duplicate: false });
  });
});

describe('what looks wrong and is not, comes in', () => {
  it.each(UNUSUAL_DOCUMENTS)('$story', async ({ kind, document }) => {
    expect((await submit(document, kind)).data.receipt).toMatchObject({ kind, version: 1, duplicate: false });
  });
});

describe('what is wrong with the request is said before anything is done', () => {
  it('bytes that are no JSON', async () => {
    expect(await refused(() => raw('{"query": '))).toMatchObject({ status: 400, code: 'JSON_MALFORMED', issues: [{ rule: 'RFC 8259' }] });
  });

  it('bytes that are no UTF-8', async () => {
    const bytes = Buffer.from(question(caseDocument({ summary: 'held at the workshop' })).replace('workshop', 'work\u00FFshop'), 'latin1');
    expect(await refused(() => raw(bytes))).toMatchObject({ status: 400, code: 'UTF8_INVALID', issues: [{ rule: 'RFC 3629' }] });
  });

  it('a byte order mark, an overlong form and half a character are no UTF-8 either', async () => {
    for (const wrong of [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
      const [head, tail] = question(caseDocument({ summary: '@@' })).split('@@');
      expect((await refused(() => raw(Buffer.concat([Buffer.from(head!), Buffer.from(wrong), Buffer.from(tail!)])))).code).toBe('UTF8_INVALID');
    }
  });

  it('two mebibytes, or anything over one', async () => {
    for (const size of [1024 * 1024 + 1, 2 * 1024 * 1024]) {
      expect(await refused(() => raw(question(caseDocument({ summary: 'x'.repeat(size) }))))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    }
  });

  it('just less than one mebibyte is read, and judged by its content', async () => {
    const body = question(caseDocument({ summary: 'x'.repeat(1024 * 1024 - 4_000) }));
    expect(fields(await refused(() => raw(body)))).toEqual(['TEXT_TOO_LONG', 'summary']);
  });

  it('no purpose, no legal basis, no case, or ones that the client may not name', async () => {
    const as = (headers: Record<string, string>) => refused(() => raw(question(caseDocument()), headers));
    expect(await as({ 'amanat-purpose': '' })).toMatchObject({ status: 400, code: 'PURPOSE_REQUIRED' });
    expect(await as({ 'amanat-legal-basis': '' })).toMatchObject({ status: 400, code: 'LEGAL_BASIS_REQUIRED' });
    expect(await as({ 'amanat-case-reference': '' })).toMatchObject({ status: 400, code: 'CASE_REFERENCE_REQUIRED' });
    expect(await as({ 'amanat-purpose': 'content-blocking' })).toMatchObject({ status: 403, code: 'PURPOSE_NOT_ALLOWED' });
    expect(await as({ 'amanat-legal-basis': 'LED-8' })).toMatchObject({ status: 403, code: 'LEGAL_BASIS_NOT_ALLOWED' });
  });

  it('no token, or one that is not the hub\'s', async () => {
    for (const authorization of ['', 'Bearer x', 'Bearer eyJhbGciOiJub25lIn0.e30.']) {
      expect(await refused(() => raw(question(caseDocument()), { authorization }))).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    }
  });

  it('another method, another media type, no GraphQL', async () => {
    expect(await refused(() => raw('', {}, 'PUT'))).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(await refused(() => raw(question(caseDocument()), { 'content-type': 'text/plain' }))).toMatchObject({ status: 415, code: 'MEDIA_TYPE_UNSUPPORTED' });
    expect(await refused(() => raw('[]'))).toMatchObject({ status: 400, code: 'REQUEST_MALFORMED' });
    expect((await refused(() => ask('mutation {', {}))).code).toBe('QUERY_MALFORMED');
    expect((await refused(() => ask('mutation { submitEverything { id } }', {}))).code).toBe('QUERY_INVALID');
  });
});

describe('keys and versions', () => {
  it('another content under a used key is refused, whatever the action', async () => {
    const { data } = await ask(SUBMISSIONS.case, { document: caseDocument(), key: 'used' });
    const other = caseDocument({ summary: 'Another.' });
    const conflict = ['IDEMPOTENCY_CONFLICT', 'idempotencyKey'];
    expect(fields(await refused(() => ask(SUBMISSIONS.case, { document: other, key: 'used' })))).toEqual(conflict);
    expect(fields(await refused(() => ask(AMENDMENT, { id: data.receipt.id, version: 1, document: other, key: 'used' })))).toEqual(conflict);
    expect((await ask(SUBMISSIONS.case, { document: caseDocument(), key: 'used' })).data.receipt).toEqual({ ...data.receipt, duplicate: true });
  });

  it('two versions out of order: the later is refused, and comes in once the earlier has', async () => {
    const { id } = await hub.client.submit('fia', 'case', caseDocument());
    const [second, third] = [caseDocument({ summary: 'Second.' }), caseDocument({ summary: 'Third.' })];
    const amend = (version: number, document: unknown) => ask(AMENDMENT, { id, version, document, key: randomUUID() });
    expect(fields(await refused(() => amend(2, third)))).toEqual(['VERSION_CONFLICT', 'version']);
    expect((await amend(1, second)).data.receipt.version).toBe(2);
    expect((await amend(2, third)).data.receipt.version).toBe(3);
  });

  it('an id that is none is not found', async () => {
    for (const id of ['abc', '', '\u0000']) {
      expect(fields(await refused(() => ask(AMENDMENT, { id, version: 1, document: caseDocument(), key: randomUUID() })))).toEqual(['RECORD_NOT_FOUND', 'id']);
      expect(fields(await refused(() => ask(WITHDRAWAL, { id, version: 1, reason: 'By mistake.', key: randomUUID() })))).toEqual(['RECORD_NOT_FOUND', 'id']);
    }
  });

  it('a key of control characters is refused', async () => {
    expect(fields(await refused(() => ask(SUBMISSIONS.case, { document: caseDocument(), key: 'a\u0000b' })))).toEqual(['FORMAT_INVALID', 'idempotencyKey']);
  });
});
