import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startHub, type Hub } from '../world/hub.js';
import { officer } from './approving.js';
import { caseOf, collected, newNumber, protection, type Item } from './rights/asking.js';

const WRONG = { wrong: 'The day of birth is another.', correct: '1985-03-02' };

let hub: Hub;
let dpo: ReturnType<typeof protection>;
beforeAll(async () => {
  hub = await startHub();
  dpo = protection(hub);
}, 90_000);
afterAll(() => hub?.stop());

const shown = (id: string, client = 'fia') => officer(hub, client).ask('query($id: ID!) { case(id: $id) { id version suspects { ref identity { fullName birthDate } } victims { ref } } }', { id });
const held = async (right: string, more: Record<string, unknown>, by = 'fia', inEnvelope: Record<string, unknown> = {}) => {
  const number = newNumber();
  const { id: record } = await hub.client.submit(by, 'case', caseOf(number, {}, inEnvelope));
  const { id, items: [item] } = await collected(dpo, right, { numbers: [number], ...more });
  return { number, record, id, item: item! };
};
const rectify = (client: string, id: string, number: string, inEnvelope: Record<string, unknown> = {}) => officer(hub, client).ask(
  'mutation($id: ID!, $document: CaseInput!) { receipt: rectifyCase(id: $id, version: 1, ground: "inaccurate", case: $document, idempotencyKey: $id) { version } }',
  { id, document: caseOf(number, { suspects: [{ ref: 'S1', identity: { fullName: 'Rashid Invented', cnic: number, birthDate: '1985-03-02' } }], offences: [] }, inEnvelope) });
const answered = async (id: string) => {
  expect((await dpo.answering(id)).codes).toEqual([]);
  return (await dpo.given(id))!.json;
};
const done = async (id: string) => (await dpo.items(id)).map((item: Item) => item.done);

describe('what a person asks to be put right or erased: LED art. 16', () => {
  it('an erasure that is granted is done with the decision: the person goes from every version, others stay, holders are told, the keys are destroyed, and the answer says so', async () => {
    const { id, record, item } = await held('erasure', { ground: 'unlawful' });
    await shown(record, 'europol');
    expect((await dpo.deciding(id, item, 'erase')).codes).toEqual([]);
    const { data } = await shown(record);
    expect([data.case.suspects.map(({ ref }: { ref: string }) => ref), data.case.victims.map(({ ref }: { ref: string }) => ref)]).toEqual([['S2'], ['V1']]);
    expect(await done(id)).toEqual([true]);
    expect((await dpo.deciding(id, item, 'refuse', { ground: 'accurate', reason: 'Too late.' })).codes).toEqual(['DECISION_NOT_FITTING']);
    await eventually(async () => (await hub.ground.rows('select from retention.erasure where record_id = $1 and shredded_at is not null', [record])).length === 1, () => 'the keys were not destroyed');
    await eventually(async () => (await hub.ground.rows(`select from recalls.holder where record_id = $1 and agency = 'europol'`, [record])).length === 1, () => 'the holder was not told');
    expect((await answered(id)).acts).toEqual([{ kind: 'case', origin: { name: 'Federal Investigation Agency', country: 'PK' }, act: 'you were erased from it', ground: null }]);
  });

  it('a rectification that is granted is an officer\'s to do: it is due, and there is no answer before it is done', async () => {
    const { id, record, item, number } = await held('rectification', WRONG);
    expect(await dpo.one(id)).toMatchObject(WRONG);
    expect((await dpo.deciding(id, item, 'rectify')).codes).toEqual([]);
    expect(await done(id)).toEqual([false]);
    expect((await dpo.deadlines()).find(({ subject }) => subject === record)).toMatchObject({ matter: 'subject-request-act', state: 'running' });
    expect((await dpo.answering(id)).codes).toEqual(['ACT_OUTSTANDING']);
    expect((await rectify('fia', record, number)).codes).toEqual([]);
    expect(await done(id)).toEqual([true]);
    expect((await answered(id)).acts).toMatchObject([{ act: 'was put right', ground: null }]);
    expect((await dpo.deadlines()).find(({ subject }) => subject === record)!.state).toBe('done');
  });

  it('instead of erasing, a record is restricted where its accuracy is contested or it is needed as evidence, and the person is told why', async () => {
    const { id, record, item } = await held('erasure', { ground: 'unlawful' });
    expect((await dpo.deciding(id, item, 'restrict', { ground: 'inquiries', reason: 'R.' })).codes).toEqual(['CODE_UNKNOWN']);
    expect((await dpo.deciding(id, item, 'restrict', { ground: 'needed-as-evidence', reason: 'The trial is in May.' })).codes).toEqual([]);
    await officer(hub, 'fia').ask('mutation($id: ID!) { receipt: restrictCase(id: $id, version: 1, ground: "needed-as-evidence", idempotencyKey: $id) { version } }', { id: record });
    expect((await answered(id)).acts).toMatchObject([{ act: expect.stringContaining('not used'), ground: 'it is needed as evidence' }]);
    expect((await shown(record, 'europol')).data.case).toBeNull();
  });

  it('what is refused has its ground in the answer, its reasons in the file, and leaves the record as it was', async () => {
    const { id, record, item } = await held('erasure', { ground: 'no-longer-necessary' });
    await dpo.deciding(id, item, 'refuse', { ground: 'lawful-and-needed', reason: 'The case is open.' });
    const { acts } = await answered(id);
    expect(acts).toMatchObject([{ act: 'was left as it is', ground: 'keep data that are lawfully held and still needed' }]);
    expect((await shown(record)).data.case).toMatchObject({ version: 1, suspects: [{ ref: 'S1' }, { ref: 'S2' }] });
  });

  it('a legal hold stops the erasure', async () => {
    const { id, record, item } = await held('erasure', { ground: 'unlawful' });
    await officer(hub, 'fia').ask('mutation($id: ID!) { holdRecord(id: $id, ground: "proceedings", until: "2030-01-01") { id } }', { id: record });
    expect((await dpo.deciding(id, item, 'erase')).codes).toEqual(['RECORD_HELD']);
    expect((await dpo.items(id))[0]!.decision).toBeNull();
  });

  it('another agency\'s record is changed by nobody but that agency: it is asked inside the hub, and its consent erases in the same moment', async () => {
    const { id, record, item } = await held('erasure', { ground: 'unlawful' }, 'nccia', { legalBasis: 'PECA2016', recipients: ['fia'] });
    expect((await dpo.deciding(id, item, 'erase')).codes).toEqual(['ORIGINATOR_ANSWER_REQUIRED']);
    const { data } = await dpo.leave(id, item, 'erase');
    expect((await shown(record)).data.case.suspects).toHaveLength(2);
    expect((await officer(hub, 'nccia-dpo', 'o-7').answer(data.receipt.id, true)).data.receipt.state).toBe('agreed');
    expect((await shown(record, 'nccia')).data.case.suspects.map(({ ref }: { ref: string }) => ref)).toEqual(['S2']);
    expect((await dpo.deciding(id, item, 'erase')).codes).toEqual([]);
    expect((await answered(id)).acts).toMatchObject([{ origin: { name: 'National Cyber Crime Investigation Agency' }, act: 'you were erased from it' }]);
  });

  it('and agrees to a rectification only once it has put the record right', async () => {
    const to = { legalBasis: 'PECA2016', recipients: ['fia'] };
    const { id, record, item, number } = await held('rectification', WRONG, 'nccia', to);
    const { data } = await dpo.leave(id, item, 'rectify');
    const nccia = officer(hub, 'nccia-dpo', 'o-7');
    expect((await nccia.answer(data.receipt.id, true)).codes).toEqual(['ACT_OUTSTANDING']);
    expect((await rectify('nccia', record, number, to)).codes).toEqual([]);
    expect((await nccia.answer(data.receipt.id, true)).data.receipt.state).toBe('agreed');
    expect((await dpo.deciding(id, item, 'rectify')).codes).toEqual([]);
    expect(await done(id)).toEqual([true]);
    expect((await answered(id)).acts).toMatchObject([{ act: 'was put right' }]);
  });

  it('each right has its own decisions', async () => {
    const { id, item } = await held('erasure', { ground: 'unlawful' });
    for (const decision of ['give', 'rectify']) expect((await dpo.deciding(id, item, decision)).codes).toEqual(['DECISION_NOT_FITTING']);
    expect((await dpo.deciding(id, item, 'burn')).codes).toEqual(['CODE_UNKNOWN']);
    expect((await dpo.deciding(id, { ...item, ref: 'S9' }, 'erase')).codes).toEqual(['RECORD_NOT_FOUND']);
  });
});
