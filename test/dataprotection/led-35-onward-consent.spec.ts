import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { caseDocument, envelope, type Tree } from '../world/index.js';
import { letCome, officer, requestOf, untilStep } from './approving.js';

const EUROPE = { legalBasis: 'LED-8', recipients: ['europol'], purposes: ['criminal-investigation'], onward: 'with-consent', handling: [{ code: 'H1' }] };
const PAKISTAN = { recipients: ['europol', 'frontex'], onward: 'with-consent' };

let ground: Ground;
const hubs: Partial<Record<'one' | 'split', Hub>> = {};
beforeAll(async () => {
  ground = await newGround(false);
  [hubs.one, hubs.split] = await Promise.all([startHub({ ground }), startHub({ ground, topology: 'split' })]);
}, 120_000);
afterAll(async () => {
  await Promise.all(Object.values(hubs).map((hub) => hub?.stop()));
  await ground?.drop();
});

const held = (hub: Hub, by: string, changes: Tree) => hub.client.submit(by, 'case', caseDocument({ envelope: envelope(changes) }));
const types = async (hub: Hub, agency: string, id: string) => (await feedOf(hub, agency)).filter(({ recordId }) => recordId === id).map(({ type }) => type);

describe.each(['one', 'split'] as const)('onward sharing, asked for and answered inside the hub (%s): LED art. 9(3), 35(1)(e)', (topology) => {
  const hub = () => hubs[topology]!;

  it('a recipient asks, an officer of the originator agrees, and in that moment the other agency has the record and its stream tells it so', async () => {
    const { id } = await held(hub(), 'fia', PAKISTAN);
    const [europol, fia, bka] = [officer(hub(), 'europol'), officer(hub(), 'fia', 'o-2'), officer(hub(), 'de-bka')];
    const { data: asked } = await europol.onward(id, 'de-bka');
    expect(asked.receipt).toMatchObject({ procedure: 'onward-sharing', state: 'open', duplicate: false });
    expect(await bka.reads(id)).toBeNull();
    expect(await requestOf(fia, asked.receipt.id)).toMatchObject({
      askedBy: 'europol', answeredBy: 'fia', record: id, needed: 1, steps: [{ step: 'asked', agency: 'europol', officer: null }],
      terms: expect.arrayContaining([{ name: 'to', value: 'de-bka' }, { name: 'purpose', value: 'criminal-investigation' }, { name: 'justification', value: 'investigation' }]),
    });
    expect((await fia.deadlines()).find(({ subject }) => subject === id)).toMatchObject({ matter: 'onward-sharing', state: 'running' });
    expect((await fia.answer(asked.receipt.id, true)).data.receipt).toMatchObject({ state: 'agreed', duplicate: false });
    expect(await bka.reads(id)).toMatchObject({ id, version: 1, summary: 'Recruited for work abroad, held on arrival.', envelope: { onward: 'with-consent' } });
    expect(await types(hub(), 'de-bka', id)).toEqual(['record.submitted.v1']);
    expect(await types(hub(), 'europol', id)).toEqual(['record.submitted.v1']);
    expect(await europol.reads(id)).toMatchObject({ version: 1 });
    expect(await fia.reads(id)).toMatchObject({ version: 2 });
    expect((await fia.answer(asked.receipt.id, true)).data.receipt).toMatchObject({ state: 'agreed', duplicate: true });
    expect(await fia.reads(id)).toMatchObject({ version: 2 });
  });

  it('personal data of the Union go on to a third country only on a basis, when two officers of the originator agree', async () => {
    const { id } = await held(hub(), 'de-bka', EUROPE);
    const [europol, first, second, fia] = [officer(hub(), 'europol'), officer(hub(), 'de-bka', 'o-1'), officer(hub(), 'de-bka', 'o-2'), officer(hub(), 'fia')];
    expect((await europol.onward(id, 'fia')).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    const { data: asked } = await europol.onward(id, 'fia', { basis: 'LED-38-1-D' });
    expect(asked.receipt).toMatchObject({ procedure: 'onward-transfer', state: 'open' });
    expect((await first.answer(asked.receipt.id, true)).data.receipt).toMatchObject({ state: 'open' });
    expect((await first.answer(asked.receipt.id, true)).data.receipt).toMatchObject({ state: 'open', duplicate: true });
    expect(await fia.reads(id)).toBeNull();
    expect((await second.answer(asked.receipt.id, true, 'with-safeguards')).data.receipt).toMatchObject({ state: 'agreed' });
    expect(await fia.reads(id)).toMatchObject({ suspects: [{ identity: { fullName: 'Arshad Mehmood Invented' } }], envelope: { handling: [{ code: 'H1' }] } });
    const [transfer] = await ground.rows('select originator, recipient, basis, justification, authorised_by from transfers.transfer where record = $1', [id]);
    expect(transfer).toEqual({ originator: 'de-bka', recipient: 'fia', basis: 'LED-38-1-D', justification: 'investigation', authorised_by: 'de-bka' });
  });

  it('what is refused, withdrawn or not answered in time changes nothing, and is answered no more', async () => {
    const { id } = await held(hub(), 'fia', PAKISTAN);
    const [europol, fia, bka] = [officer(hub(), 'europol'), officer(hub(), 'fia', 'o-2'), officer(hub(), 'de-bka')];
    const ask = async (key: string) => (await europol.onward(id, 'de-bka', { key: `${id}/${key}` })).data.receipt.id as string;
    const [refused, withdrawn, late] = [await ask('refused'), await ask('withdrawn'), await ask('late')];
    expect((await fia.answer(refused, false, null)).codes).toEqual(['FIELD_REQUIRED']);
    expect((await fia.answer(refused, false, 'a long story')).codes).toEqual(['CODE_UNKNOWN']);
    expect((await fia.answer(refused, false, 'source-at-risk')).data.receipt).toMatchObject({ state: 'refused' });
    expect((await requestOf(europol, refused)).steps.at(-1)).toMatchObject({ step: 'refused', agency: 'fia', officer: null, reason: 'source-at-risk' });
    expect((await europol.withdraw(withdrawn)).data.receipt).toMatchObject({ state: 'withdrawn' });
    await letCome(hub(), late, { expires_at: `now() - interval '1 second'` });
    expect((await fia.answer(late, true)).codes).toEqual(['APPROVAL_EXPIRED']);
    await untilStep(hub(), late, 'expired');
    expect([(await fia.answer(refused, true)).codes, (await fia.answer(withdrawn, true)).codes, (await fia.answer(late, true)).codes]).toEqual([['APPROVAL_CLOSED'], ['APPROVAL_CLOSED'], ['APPROVAL_EXPIRED']]);
    expect([await bka.reads(id), (await fia.reads(id)).version, await types(hub(), 'de-bka', id)]).toEqual([null, 1, []]);
    const lines = await ground.rows<{ agency: string }>(`select agency from audit.ledger where action = 'approval-expired' and operation_id = $1 order by 1`, [late]);
    expect(lines.map(({ agency }) => agency)).toEqual(['europol', 'fia']);
  });
});

describe('who may ask for what', () => {
  const hub = () => hubs.one!;

  it('nobody asks about a record that it does not see, and its words are those of none', async () => {
    const { id } = await held(hub(), 'fia', { recipients: ['nccia'] });
    const bka = officer(hub(), 'de-bka');
    const [hidden, absent] = [await bka.onward(id, 'europol'), await bka.onward('01900000-0000-7000-8000-00000000dead', 'europol')];
    expect(hidden.codes).toEqual(['RECORD_NOT_FOUND']);
    expect(hidden.text.replace(hidden.operation!, '')).toBe(absent.text.replace(absent.operation!, ''));
  });

  it('a third agency learns of no request: not from a list, not by its id, whatever it tries', async () => {
    const { id } = await held(hub(), 'fia', PAKISTAN);
    const request = (await officer(hub(), 'europol').onward(id, 'de-bka')).data.receipt.id as string;
    for (const client of ['de-bka', 'frontex', 'nccia']) {
      const outsider = officer(hub(), client);
      expect((await outsider.requests()).filter((one) => one.id === request)).toEqual([]);
      for (const tried of [outsider.answer(request, true), outsider.delegate(request, 'o-2'), outsider.withdraw(request)]) expect([client, (await tried).codes]).toEqual([client, ['RECORD_NOT_FOUND']]);
    }
    expect((await officer(hub(), 'fia').withdraw(request)).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await officer(hub(), 'europol').answer(request, true)).codes).toEqual(['RECORD_NOT_FOUND']);
  });

  it.each([
    ['none', 'europol', 'de-bka'], ['within-recipients', 'europol', 'de-bka'],
    ['with-consent', 'frontex', 'de-bka'], // an investigator would see more than the border agency that asks
    ['with-consent', 'europol', 'fia'], ['with-consent', 'europol', 'europol'],
  ])('a record whose onward rule is %s does not go on from %s to %s', async (onward, client, to) => {
    const { id } = await held(hub(), 'fia', { ...PAKISTAN, onward });
    expect((await officer(hub(), client, 'o-1', 'criminal-investigation').onward(id, to)).codes).toEqual(['ONWARD_NOT_ALLOWED']);
  });

  it('bad input is refused by code', async () => {
    const { id } = await held(hub(), 'fia', PAKISTAN);
    const europol = officer(hub(), 'europol');
    expect((await europol.onward(id, 'nobody')).codes).toEqual(['AGENCY_UNKNOWN']);
    expect((await europol.onward(id, 'de-bka', { justification: 'because' })).codes).toEqual(['CODE_UNKNOWN']);
    expect((await europol.onward(id, 'de-bka', { key: '' })).codes).toEqual(['FORMAT_INVALID']);
    expect((await hub().client.graphql('europol', { query: `mutation { requestOnwardSharing(record: "${id}", to: "de-bka", justification: "investigation", idempotencyKey: "m") { id } }`, officer: null })).codes).toEqual(['ACTION_NOT_ALLOWED']);
    expect((await europol.onward(id, 'de-bka', { key: 'one' })).data.receipt.duplicate).toBe(false);
    expect((await europol.onward(id, 'de-bka', { key: 'one' })).data.receipt.duplicate).toBe(true);
    expect((await europol.onward(id, 'iom', { key: 'one' })).codes).toContain('IDEMPOTENCY_CONFLICT');
    expect((await officer(hub(), 'fia').onward(id, 'de-bka')).codes).toEqual(['ONWARD_NOT_ALLOWED']);
  });

  it('consent to what may no longer go on is not given: the asker has lost the record meanwhile', async () => {
    const receipt = await held(hub(), 'fia', PAKISTAN);
    const request = (await officer(hub(), 'europol').onward(receipt.id, 'de-bka')).data.receipt.id as string;
    await hub().client.amend('fia', receipt, caseDocument({ envelope: envelope({ ...PAKISTAN, recipients: ['frontex'] }) }));
    expect((await officer(hub(), 'fia', 'o-2').answer(request, true)).codes).toEqual(['ONWARD_NOT_ALLOWED']);
    expect((await requestOf(officer(hub(), 'fia'), request)).state).toBe('open');
    expect(await officer(hub(), 'de-bka').reads(receipt.id)).toBeNull();
  });
});
