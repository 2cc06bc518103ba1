import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub, type Hub, type Receipt } from '../world/hub.js';
import { MARKED_CASE, markedCase } from '../world/marked-case.js';
import { askConfirm, historyOf, toldOf } from './recalls/told.js';

const RECEIPT = '{ id kind version duplicate }';
const ERASE = `mutation($id: ID!, $key: ID!) { receipt: eraseCase(id: $id, reason: "unlawful", idempotencyKey: $key) ${RECEIPT} }`;
const ERASE_PERSON = `mutation($id: ID!, $key: ID!) { receipt: eraseCasePerson(id: $id, list: "victims", ref: "V1", reason: "data-subject", idempotencyKey: $key) ${RECEIPT} }`;

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 120_000);
afterAll(() => hub?.stop());

/** A case that nccia has read. */
async function held(): Promise<Receipt> {
  const receipt = await hub.client.submit('fia', 'case', markedCase({ purposes: ['criminal-investigation', 'victim-protection'], recipients: ['nccia'] }));
  await hub.client.graphql('nccia', { query: MARKED_CASE, variables: { id: receipt.id } });
  return receipt;
}

describe('an erasure, LED art. 16(5)-(6)', () => {
  it('is recalled from whoever holds a copy, and the originator still sees who has let go, though nothing else is left of the record', async () => {
    const { id } = await held();
    await hub.client.write('fia', ERASE, { id, key: 'erased' });
    const [duty] = await toldOf(hub, 'nccia', id);
    expect(duty).toMatchObject({ act: 'erased', status: 'open', changed: null });
    expect((await askConfirm(hub, 'nccia', { id: duty!.id, outcome: 'erased' })).data.confirmRecall).toMatchObject({ status: 'confirmed' });
    for (const client of ['fia', 'fia-dpo']) expect(await historyOf(hub, client, id)).toMatchObject([{ act: 'erased', holders: [{ agency: 'nccia', status: 'confirmed', outcome: 'erased' }] }]);
  });

  it('of one person is told as data that were put right, with the classes that changed', async () => {
    const { id } = await held();
    await hub.client.write('fia', ERASE_PERSON, { id, key: 'one person' });
    const [duty] = await toldOf(hub, 'nccia', id);
    expect(duty).toMatchObject({ act: 'rectified', status: 'open', changed: expect.arrayContaining(['VICTIM_IDENTITY']) });
    expect(await historyOf(hub, 'fia', id)).toMatchObject([{ act: 'rectified', ground: 'person-erased' }]);
  });

  it('ends what was asked about the record before', async () => {
    const receipt = await held();
    await hub.client.withdraw('fia', receipt);
    await toldOf(hub, 'nccia', receipt.id);
    await hub.client.write('fia', ERASE, { id: receipt.id, key: 'after the withdrawal' });
    const duties = await toldOf(hub, 'nccia', receipt.id, 2);
    expect(duties.map(({ act, status }) => [act, status])).toEqual([['withdrawn', 'ended'], ['erased', 'open']]);
  });
});
