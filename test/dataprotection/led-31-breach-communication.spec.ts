import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { startHub, type Hub } from '../world/hub.js';
import { ago, known, protector, type Given } from './breaches/opened.js';

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 90_000);
afterAll(() => hub?.stop());

const dpo = () => protector(hub, 'fia-dpo');

/** A breach with a high risk, told in full and notified: but for its data subjects nothing is left to do. */
async function highRisk(): Promise<string> {
  const { data } = await dpo().open({ ...known(), risk: 'high', effects: 'Addresses are known outside.', remedy: 'Persons were moved.', consequences: ['physical-harm'], measures: ['persons-protected'] });
  await dpo().notify(data.openBreach.id, { channel: 'hub' });
  return data.openBreach.id;
}

describe('whether data subjects are told of a breach, LED art. 31', () => {
  it('is decided where the risk is high, before the breach is closed', async () => {
    const id = await highRisk();
    expect((await dpo().close(id)).codes).toEqual(['BREACH_INCOMPLETE']);
    const { data, operation } = await dpo().decide(id, { decision: 'communicated', at: ago(0.5) });
    expect(data.decideBreachCommunication.communication).toMatchObject({ decision: 'communicated', ground: null, at: expect.any(String), decidedAt: expect.any(String) });
    expect(await hub.ground.rows('select action from audit.ledger where operation_id = $1 and cardinality(records) > 0', [operation])).toEqual([{ action: 'decide-breach-communication' }]);
    expect((await dpo().close(id)).data.closeBreach.status).toBe('closed');
  });

  it.each(['LED-31-3-A', 'LED-31-3-B'])('is not required on the ground %s', async (ground) => {
    const id = await highRisk();
    expect((await dpo().decide(id, { decision: 'not-required', ground })).data.decideBreachCommunication.communication).toMatchObject({ decision: 'not-required', ground });
    expect((await dpo().close(id)).codes).toEqual([]);
  });

  it('takes a public communication in its place where it would be disproportionate', async () => {
    const id = await highRisk();
    expect((await dpo().decide(id, { decision: 'not-required', ground: 'LED-31-3-C' })).codes).toEqual(['FIELD_REQUIRED']);
    expect((await dpo().decide(id, { decision: 'not-required', ground: 'LED-31-3-C', at: ago(0.5) })).codes).toEqual([]);
  });

  it.each(['delayed', 'restricted', 'omitted'])('is %s on a ground of art. 13(3); what is only put off stays open', async (decision) => {
    const id = await highRisk();
    expect((await dpo().decide(id, { decision, ground: 'LED-13-3-A' })).data.decideBreachCommunication.communication).toMatchObject({ decision, ground: 'LED-13-3-A', at: null });
    expect((await dpo().close(id)).codes).toEqual(decision === 'delayed' ? ['BREACH_INCOMPLETE'] : []);
    if (decision !== 'delayed') return;
    await dpo().decide(id, { decision: 'communicated', at: ago(0.1) });
    expect((await dpo().close(id)).data.closeBreach.history.map(({ act }: { act: string }) => act)).toEqual(['opened', 'notified', 'decided', 'decided', 'closed']);
  });

  it.each<[string, Given, string]>([
    ['a decision that is none', { decision: 'forgotten' }, 'CODE_UNKNOWN'], ['no ground', { decision: 'omitted' }, 'FIELD_REQUIRED'], ['a ground for something else', { decision: 'delayed', ground: 'LED-31-3-A' }, 'CODE_UNKNOWN'],
    ['a ground where there is none needed', { decision: 'communicated', at: ago(0.5), ground: 'LED-31-3-A' }, 'INPUT_INVALID'], ['told at no moment', { decision: 'communicated' }, 'FIELD_REQUIRED'], ['told before it was known', { decision: 'communicated', at: ago(5) }, 'DATES_IN_DISORDER'],
    ['told in the future', { decision: 'communicated', at: '2099-01-01T00:00:00Z' }, 'DATE_IN_FUTURE'], ['told though it was omitted', { decision: 'omitted', ground: 'LED-13-3-A', at: ago(0.5) }, 'INPUT_INVALID'],
  ])('is refused by code: %s', async (_story, given, code) => {
    const id = await highRisk();
    expect((await dpo().decide(id, given)).codes).toEqual([code]);
    expect((await dpo().breach(id)).communication).toBeNull();
  });

  it('is required by the supervisory authority, which opens a closed breach again and is told to its data-protection officer; it ends when they are told', async () => {
    const [id, authority] = [await highRisk(), protector(hub, 'supervisor')];
    await dpo().decide(id, { decision: 'not-required', ground: 'LED-31-3-A' });
    await dpo().close(id);
    expect((await authority.require(id, 'fia', true)).data.requireBreachCommunication).toMatchObject({ status: 'open', required: { required: true, ground: null }, told: null });
    await authority.require(id, 'fia', true);
    const told = (await feedOf(hub, 'fia-dpo', null, 'protection')).filter(({ recordId, type }) => recordId === id && type === 'breach.required.v1');
    expect(told.map(({ event }) => event.data)).toEqual([{ breach: id, required: true, at: expect.any(String) }]);
    expect((await dpo().close(id)).codes).toEqual(['BREACH_INCOMPLETE']);
    await dpo().decide(id, { decision: 'communicated', at: ago(0.1) });
    expect((await dpo().close(id)).data.closeBreach).toMatchObject({ status: 'closed', required: { required: true } });
  });

  it('need not be decided any more where the authority has: a condition of art. 31(3) is met', async () => {
    const [id, authority] = [await highRisk(), protector(hub, 'supervisor')];
    expect((await authority.require(id, 'fia', false, 'LED-31-3-B')).codes).toEqual([]);
    expect((await dpo().close(id)).data.closeBreach).toMatchObject({ status: 'closed', required: { required: false, ground: 'LED-31-3-B' }, communication: null });
  });

  it('is decided so by the supervisory authority alone, on grounds that exist, of breaches that there are', async () => {
    const [id, authority] = [await highRisk(), protector(hub, 'supervisor')];
    for (const client of ['fia-dpo', 'fia', 'operator', 'nccia-dpo']) expect((await protector(hub, client).require(id, 'fia', true)).codes).toEqual(['ACTION_NOT_ALLOWED']);
    expect((await authority.require(id, 'fia', false)).codes).toEqual(['FIELD_REQUIRED']);
    expect((await authority.require(id, 'fia', true, 'LED-31-3-A')).codes).toEqual(['INPUT_INVALID']);
    expect((await authority.require(id, 'fia', false, 'LED-13-3-A')).codes).toEqual(['CODE_UNKNOWN']);
    for (const [one, agency] of [[id, 'nccia'], ['x', 'fia'], [id, 'nobody']]) expect((await authority.require(one!, agency!, true)).codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await dpo().breach(id)).required).toBeNull();
  });

  it('stands in the register that the supervisory authority reads, and in what it is notified of after', async () => {
    const id = await highRisk();
    await dpo().decide(id, { decision: 'not-required', ground: 'LED-31-3-A' });
    await dpo().notify(id, { channel: 'hub' });
    const read = async (number: number) => (await protector(hub, 'supervisor').document(id, { agency: 'fia', number })).data.breachDocument.communication;
    expect([await read(1), await read(2)]).toEqual([null, { decision: 'not-required' }]);
    expect((await protector(hub, 'supervisor').breach(id, 'fia')).communication).toMatchObject({ ground: 'LED-31-3-A' });
  });
});
