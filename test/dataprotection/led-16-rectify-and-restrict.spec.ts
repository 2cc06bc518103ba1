import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { newGround, startHub, type Ground, type Hub, type Receipt } from '../world/hub.js';
import { MARKED_CASE, markedCase } from '../world/marked-case.js';
import type { Tree } from '../world/index.js';
import { dutiesOf, historyOf, lift, recallsFeed, rectify, restrict, toldOf, watchPassed } from './recalls/told.js';

/** Has no stream: it has what it read. Of a case it sees methods, and no names. */
const READER = 'pta';
const RECIPIENTS = ['nccia', READER];
const document = (changes: Tree = {}, recipients: readonly string[] = RECIPIENTS) => markedCase({ purposes: ['criminal-investigation', 'victim-protection', 'content-blocking'], recipients }, changes);
const NAME_CORRECTED = { suspects: [{ ref: 'S1', identity: { fullName: 'Arshad Invented' } }] };
const METHOD_CORRECTED = { organisations: [{ ref: 'O1', name: 'Another front' }] };

let ground: Ground;
let hub: Hub;
beforeAll(async () => {
  ground = await newGround(false);
  await ground.rows('delete from directory.stream where agency = $1', [READER]);
  hub = await startHub({ ground });
}, 90_000);
afterAll(async () => {
  await hub?.stop();
  await ground?.drop();
});

const read = async (client: string, id: string) => (await hub.client.graphql(client, { query: MARKED_CASE, variables: { id } })).data.case;
const acts = async (client: string, id: string) => (await dutiesOf(hub, client, id)).map(({ act }) => act);
const feed = async (client: string, id: string) => (await feedOf(hub, client)).filter(({ recordId }) => recordId === id).map(({ type }) => type);

/** A case that both recipients have read. */
async function held(): Promise<Receipt> {
  const receipt = await hub.client.submit('fia', 'case', document());
  for (const client of RECIPIENTS) expect(await read(client, receipt.id)).not.toBeNull();
  return receipt;
}

describe('a record that is put right, LED art. 16(1), (5)', () => {
  it('reaches whoever holds what was wrong, as an amendment and a recall; whoever sees nothing of it learns nothing', async () => {
    const receipt = await held();
    const { data } = await rectify(hub, 'fia', receipt, document(NAME_CORRECTED));
    expect(data.receipt).toMatchObject({ id: receipt.id, version: 2 });
    const [duty] = await toldOf(hub, 'nccia', receipt.id);
    expect(duty).toMatchObject({ act: 'rectified', status: 'open', changed: ['SUSPECT_IDENTITY'] });
    expect((await recallsFeed(hub, 'nccia', receipt.id)).at(-1)!.event.data).toMatchObject({ act: 'rectified', changed: ['SUSPECT_IDENTITY'] });
    expect(await feed('nccia', receipt.id)).toEqual(['record.submitted.v1', 'record.amended.v1']);
    await watchPassed(hub);
    expect([await dutiesOf(hub, READER, receipt.id), await recallsFeed(hub, READER, receipt.id)]).toEqual([[], []]);
    expect(await read(READER, receipt.id)).toMatchObject({ version: 1 });
    expect(await historyOf(hub, 'fia', receipt.id)).toMatchObject([{ act: 'rectified', ground: 'inaccurate', version: 2, holders: [{ agency: 'nccia' }] }]);
  });

  it('reaches also an agency that only read it, where what was wrong was shown to it', async () => {
    const receipt = await held();
    await rectify(hub, 'fia', receipt, document({ ...METHOD_CORRECTED, ...NAME_CORRECTED }), 'outdated');
    const changed: Readonly<Record<string, readonly string[]>> = { nccia: ['METHOD', 'SUSPECT_IDENTITY'], [READER]: ['METHOD'] }; // each what it may see, and no more
    for (const client of RECIPIENTS) expect(await toldOf(hub, client, receipt.id)).toMatchObject([{ act: 'rectified', changed: changed[client] }]);
    expect(await read(READER, receipt.id)).toMatchObject({ version: 2, organisations: [{ name: 'Another front' }] });
  });

  it('is no recall where it is only added to, nor where nothing was changed; a ground that is none is refused', async () => {
    const receipt = await held();
    await hub.client.amend('fia', receipt, document({ summary: 'They were moved on.' }));
    expect((await rectify(hub, 'fia', { id: receipt.id, version: 2 }, document({ summary: 'They were moved on.' }))).data.receipt).toMatchObject({ version: 2 });
    expect((await rectify(hub, 'fia', { id: receipt.id, version: 2 }, document(NAME_CORRECTED), 'because')).codes).toEqual(['CODE_UNKNOWN']);
    expect((await rectify(hub, 'nccia', { id: receipt.id, version: 2 }, document(NAME_CORRECTED))).codes).toEqual(['RECORD_NOT_FOUND']);
    await watchPassed(hub);
    expect(await historyOf(hub, 'fia', receipt.id)).toEqual([]);
    for (const client of RECIPIENTS) expect(await acts(client, receipt.id)).toEqual([]);
  });
});

describe('a record that is restricted, LED art. 16(3)', () => {
  it('is hidden at once from all but its originator, and every holder is told to leave its copy unused', async () => {
    const receipt = await held();
    const { data } = await restrict(hub, 'fia', receipt);
    expect(data.receipt).toMatchObject({ version: 2, duplicate: false });
    for (const client of RECIPIENTS) expect(await read(client, receipt.id)).toBeNull();
    const own = (await hub.client.graphql('fia', { query: 'query($id: ID!) { case(id: $id) { version envelope { restricted } organisations { name } } }', variables: { id: receipt.id } })).data.case;
    expect(own).toMatchObject({ version: 2, envelope: { restricted: true } });
    for (const client of RECIPIENTS) expect(await toldOf(hub, client, receipt.id)).toMatchObject([{ act: 'restricted', status: 'open', changed: null }]);
    expect(await feed('nccia', receipt.id)).toEqual(['record.withdrawn.v1', 'record.withdrawn.v1']);
    expect(await historyOf(hub, 'fia', receipt.id)).toMatchObject([{ act: 'restricted', ground: 'accuracy-contested', liftedAt: null, holders: [{ agency: 'nccia' }, { agency: READER }] }]);
  });

  it('is shown again when the restriction is lifted, in the same version and found by the same filters, and whoever may see it again is told', async () => {
    const receipt = await held();
    const before = await read('nccia', receipt.id);
    await restrict(hub, 'fia', receipt, 'needed-as-evidence');
    for (const client of RECIPIENTS) await toldOf(hub, client, receipt.id);
    expect((await lift(hub, 'fia', { id: receipt.id, version: 2 })).data.receipt).toMatchObject({ version: 3 });
    expect({ ...(await read('nccia', receipt.id)), version: 0, asOf: '' }).toEqual({ ...before, version: 0, asOf: '' });
    const { data } = await hub.client.graphql('nccia', { query: '{ cases(first: 100, filter: { classification: "trafficking" }) { edges { node { id } } } }' });
    expect(JSON.stringify(data)).toContain(receipt.id);
    await watchPassed(hub);
    expect((await feed('nccia', receipt.id)).at(-1)).toBe('record.submitted.v1');
    for (const client of RECIPIENTS) {
      expect(await dutiesOf(hub, client, receipt.id)).toMatchObject([{ act: 'restricted', status: 'ended' }]);
      expect((await recallsFeed(hub, client, receipt.id)).map(({ type }) => type)).toEqual(['recall.opened.v1', 'recall.lifted.v1']);
    }
    expect((await historyOf(hub, 'fia', receipt.id))[0]!.liftedAt).not.toBeNull();
  });

  it('tells holders of what was put right meanwhile when it is lifted, and takes the copy from one that is a recipient no more', async () => {
    const receipt = await held();
    await restrict(hub, 'fia', receipt);
    for (const client of RECIPIENTS) await toldOf(hub, client, receipt.id);
    const restricted = (changes: Tree) => { const whole = document(changes, ['nccia']); return { ...whole, envelope: { ...(whole.envelope as Tree), restricted: true } }; };
    expect((await rectify(hub, 'fia', { id: receipt.id, version: 2 }, restricted(METHOD_CORRECTED))).codes).toEqual([]);
    await watchPassed(hub);
    for (const client of RECIPIENTS) expect(await acts(client, receipt.id)).toEqual(['restricted']);
    await lift(hub, 'fia', { id: receipt.id, version: 3 });
    await toldOf(hub, 'nccia', receipt.id, 2);
    await toldOf(hub, READER, receipt.id, 2);
    expect(await acts('nccia', receipt.id)).toEqual(['restricted', 'rectified']);
    expect(await acts(READER, receipt.id)).toEqual(['restricted', 'withdrawn']);
    expect(await read(READER, receipt.id)).toBeNull();
  });

  it('is restricted by an amendment that says so just the same', async () => {
    const receipt = await held();
    const whole = document();
    await hub.client.amend('fia', receipt, { ...whole, envelope: { ...(whole.envelope as Tree), restricted: true } });
    expect(await toldOf(hub, READER, receipt.id)).toMatchObject([{ act: 'restricted' }]);
    await hub.client.amend('fia', { id: receipt.id, version: 2 }, whole);
    expect(await dutiesOf(hub, READER, receipt.id)).toMatchObject([{ status: 'ended' }]);
  });

  it('is one restriction however often it is asked for, and nobody else\'s to set or lift', async () => {
    const receipt = await held();
    expect((await restrict(hub, 'nccia', receipt)).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await restrict(hub, 'fia', receipt, 'because')).codes).toEqual(['CODE_UNKNOWN']);
    const first = (await restrict(hub, 'fia', receipt)).data.receipt;
    expect((await restrict(hub, 'fia', receipt)).data.receipt).toEqual({ ...first, duplicate: true });
    expect((await restrict(hub, 'fia', { id: receipt.id, version: 2 })).data.receipt).toEqual({ ...first, duplicate: false });
    expect((await lift(hub, 'nccia', { id: receipt.id, version: 2 })).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await lift(hub, 'fia', receipt)).codes).toEqual(['VERSION_CONFLICT']);
    expect(await historyOf(hub, 'fia', receipt.id)).toHaveLength(1);
  });

  it('may be withdrawn while it is restricted: the withdrawal takes the place of what was asked before', async () => {
    const receipt = await held();
    await restrict(hub, 'fia', receipt);
    await toldOf(hub, 'nccia', receipt.id);
    await hub.client.withdraw('fia', { id: receipt.id, version: 2 });
    await toldOf(hub, 'nccia', receipt.id, 2);
    expect(await dutiesOf(hub, 'nccia', receipt.id)).toMatchObject([{ act: 'restricted', status: 'ended' }, { act: 'withdrawn', status: 'open' }]);
    expect((await lift(hub, 'fia', { id: receipt.id, version: 3 })).codes).toEqual(['RECORD_NOT_FOUND']);
  });
});
