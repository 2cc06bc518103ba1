import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub, type Hub, type Receipt } from '../world/hub.js';
import { alertDocument, envelope, incidentDocument, type Tree } from '../world/index.js';
import { lift, rectify, restrict, toldOf } from './recalls/told.js';

const RECEIPT = '{ id kind version duplicate }';
const KINDS = [
  ['incident', 'Incident', (changes: Tree) => incidentDocument({ envelope: envelope({ recipients: ['nccia'], classification: 'smuggling' }), ...changes }), { dead: 3 }, { dead: 4 }],
  ['alert', 'Alert', (changes: Tree) => alertDocument({ envelope: envelope({ recipients: ['nccia'] }), ...changes }), { country: 'KH' }, { country: 'TH' }],
] as const;

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 60_000);
afterAll(() => hub?.stop());

describe.each(KINDS)('an %s is recalled by its originator through the API as a case is, LED art. 7(3), 16', (kind, type, document, was, is) => {
  const fields = Object.keys(was).join(' ');
  const read = async (id: string) => (await hub.client.graphql('nccia', { query: `query($id: ID!) { found: ${kind}(id: $id) { version ${fields} } }`, variables: { id } })).data.found;
  const act = (name: string, { id, version }: Pick<Receipt, 'id' | 'version'>, declared = '', passed = '', more: Tree = {}, client = 'fia') => hub.client.graphql(client, {
    query: `mutation($id: ID!, $version: Int!, $key: ID!${declared}) { receipt: ${name}(id: $id, version: $version, idempotencyKey: $key${passed}) ${RECEIPT} }`, variables: { id, version, key: `${name}-${id}`, ...more },
  });
  /** Handed in by fia and read by nccia. */
  const held = async () => {
    const receipt = await hub.client.submit('fia', kind, document(was));
    expect(await read(receipt.id)).toEqual({ version: 1, ...was });
    return receipt;
  };

  it('withdrawn: nobody else sees it any more, and its holder is told to let go', async () => {
    const receipt = await held();
    expect((await act(`withdraw${type}`, receipt, ', $reason: String!', ', reason: $reason', { reason: 'By mistake.' }, 'nccia')).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await act(`withdraw${type}`, receipt, ', $reason: String!', ', reason: $reason', { reason: 'By mistake.' })).data.receipt).toMatchObject({ kind, version: 2 });
    expect(await read(receipt.id)).toBeNull();
    expect(await toldOf(hub, 'nccia', receipt.id)).toMatchObject([{ act: 'withdrawn', kind, status: 'open' }]);
  });

  it('put right: its holder sees what is right and is told which classes changed', async () => {
    const receipt = await held();
    expect((await rectify(hub, 'fia', receipt, document(is), 'inaccurate', type)).data.receipt).toMatchObject({ kind, version: 2 });
    expect(await read(receipt.id)).toEqual({ version: 2, ...is });
    expect(await toldOf(hub, 'nccia', receipt.id)).toMatchObject([{ act: 'rectified', kind, changed: ['EVENT'] }]);
  });

  it('restricted: its holder leaves the copy unused until the restriction is lifted', async () => {
    const receipt = await held();
    expect((await restrict(hub, 'fia', receipt, 'accuracy-contested', type)).data.receipt).toMatchObject({ kind, version: 2 });
    expect(await read(receipt.id)).toBeNull();
    expect(await toldOf(hub, 'nccia', receipt.id)).toMatchObject([{ act: 'restricted', kind, status: 'open' }]);
    expect((await lift(hub, 'fia', { id: receipt.id, version: 2 }, type)).data.receipt).toMatchObject({ kind, version: 3 });
    expect(await read(receipt.id)).toMatchObject(was);
  });

  it('erased: nothing is left, and its holder is told', async () => {
    const { id } = await held();
    await hub.client.write('fia', `mutation($id: ID!, $key: ID!) { receipt: erase${type}(id: $id, reason: "unlawful", idempotencyKey: $key) ${RECEIPT} }`, { id, key: `erase-${id}` });
    expect(await read(id)).toBeNull();
    expect(await toldOf(hub, 'nccia', id)).toMatchObject([{ act: 'erased', kind }]);
  });

  it('amended: a new version under the same rules, and under an old version a conflict; an id of another kind is not found', async () => {
    const receipt = await held();
    const amend = (of: Pick<Receipt, 'id' | 'version'>, key: string) => act(`amend${type}`, of, `, $document: ${type}Input!`, `, ${kind}: $document`, { document: document(is), key: `${key}-${of.id}` });
    expect((await amend(receipt, 'first')).data.receipt).toMatchObject({ kind, version: 2 });
    expect((await amend(receipt, 'late')).codes).toEqual(['VERSION_CONFLICT']);
    expect(await read(receipt.id)).toEqual({ version: 2, ...is });
    expect((await act('withdrawCase', { id: receipt.id, version: 2 }, ', $reason: String!', ', reason: $reason', { reason: 'By mistake.' })).codes).toEqual(['RECORD_NOT_FOUND']);
  });
});
