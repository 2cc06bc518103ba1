import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub, type Hub } from '../world/hub.js';
import { officer } from './approving.js';
import { caseOf, collected, newNumber, protection } from './rights/asking.js';

const WHY = { ground: 'inquiries', reason: 'A search is planned for the 3rd.' };

let hub: Hub;
let dpo: ReturnType<typeof protection>;
beforeAll(async () => {
  hub = await startHub({ topology: 'split' });
  dpo = protection(hub);
}, 120_000);
afterAll(() => hub?.stop());

const answered = async (id: string) => {
  expect((await dpo.answering(id)).codes).toEqual([]);
  return (await dpo.given(id))!;
};
/** All that may differ between two answers of one day. */
const bytesOf = ({ request, json, html }: { request: string; json: unknown; html: string }) => [JSON.stringify(json), html].map((text) => text.replaceAll(request, 'NUMBER'));

describe('access that is restricted: LED art. 15', () => {
  it('where even to say so would undermine it, the answer is byte for byte that of a person about whom nothing is held, as JSON and as a page', async () => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    await hub.client.submit('nccia', 'case', caseOf(number, {}, { legalBasis: 'PECA2016', recipients: ['fia'] }));
    const held = await collected(dpo, 'access', { numbers: [number] });
    expect(held.items).toHaveLength(2);
    for (const item of held.items) expect((await dpo.deciding(held.id, item, 'withhold', { ...WHY, silent: true })).codes).toEqual([]);
    const none = await collected(dpo, 'access', { numbers: [newNumber()] });
    expect(none.items).toEqual([]);
    expect(bytesOf(await answered(held.id))).toEqual(bytesOf(await answered(none.id)));
  });

  it.each(['rectification', 'erasure'])('and so is a refused %s of which nothing may be said', async (right) => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    const asked = right === 'erasure' ? { ground: 'unlawful' } : { wrong: 'The name.', correct: 'Another name.' };
    const held = await collected(dpo, right, { numbers: [number], ...asked });
    await dpo.deciding(held.id, held.items[0]!, 'refuse', { ...WHY, silent: true });
    const none = await collected(dpo, right, { numbers: [newNumber()], ...asked });
    expect(bytesOf(await answered(held.id))).toEqual(bytesOf(await answered(none.id)));
  });

  it('else the person is told that something is withheld and to what end, and never the reasons of the file', async () => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    await dpo.deciding(id, item!, 'withhold', WHY);
    const { json, html } = await answered(id);
    expect(json).toMatchObject({ records: [], withheldFor: ['avoid obstructing official or legal inquiries, investigations or procedures'] });
    for (const form of [JSON.stringify(json), html]) expect([form.includes('3rd'), form.includes('Rashid')]).toEqual([false, false]);
    expect(json.yourRights.join(' ')).toMatch(/supervisory authority.*court/u);
  });

  it('partly: the classes that are withheld are not told, the others are, and to whom it was disclosed may be withheld alone', async () => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    expect((await dpo.deciding(id, item!, 'withhold', { ...WHY, silent: true, classes: ['METHOD'] })).codes).toEqual(['CODE_UNKNOWN']); // told to nobody anyhow
    await dpo.deciding(id, item!, 'withhold', { ...WHY, silent: true, classes: ['OFFENCE', 'CUSTODY'] });
    const { json } = await answered(id);
    expect(json.records).toMatchObject([{ recipients: null }]);
    const told = JSON.stringify(json);
    expect([told.includes('Rashid Invented'), told.includes('Wanted'), told.includes('as charged')]).toEqual([true, false, false]);
  });

  it('the ground and the reasons stay documented for the agency\'s officer, sealed, and are shown to no machine and no other agency', async () => {
    const number = newNumber();
    const { id: record } = await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    await dpo.deciding(id, item!, 'withhold', { ...WHY, silent: true });
    await answered(id);
    expect((await dpo.items(id))[0]).toMatchObject({ record, decision: 'withhold', ...WHY, silent: true, decidedBy: 'o-9', done: true });
    const [kept] = await hub.ground.rows<{ row: string }>('select to_jsonb(i)::text as row from rights.item i where request = $1', [id]);
    expect(kept!.row).not.toContain('3rd');
    const others = [protection(hub, 'fia-dpo', null), protection(hub, 'fia', 'o-1'), protection(hub, 'operator', null)];
    const query = 'query($id: ID!) { subjectRequest(id: $id) { id } }';
    for (const other of others) expect((await other.ask(query, { id })).codes).toEqual(['ACTION_NOT_ALLOWED']);
    expect((await protection(hub, 'nccia-dpo').ask(query, { id })).codes).toEqual(['RECORD_NOT_FOUND']);
  });

  it('where the originator refuses, nothing of its record is told: its ground is the ground', async () => {
    const number = newNumber();
    await hub.client.submit('nccia', 'case', caseOf(number, {}, { legalBasis: 'PECA2016', recipients: ['fia'] }));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    const { data: asked } = await dpo.leave(id, item!, 'give');
    await officer(hub, 'nccia-dpo', 'o-7').answer(asked.receipt.id, false, 'investigation-at-risk');
    expect((await dpo.deciding(id, item!, 'give')).codes).toEqual(['ORIGINATOR_ANSWER_REQUIRED']);
    expect((await dpo.deciding(id, item!, 'withhold', { ...WHY, classes: ['OFFENCE'] })).codes).toEqual(['ORIGINATOR_ANSWER_REQUIRED']); // for the rest would be told
    expect((await dpo.deciding(id, item!, 'withhold', WHY)).codes).toEqual([]);
    expect((await answered(id)).json.records).toEqual([]);
  });

  it('what was decided may be decided anew until it is answered, and then no more', async () => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    expect((await dpo.answering(id)).codes).toEqual(['SUBJECT_REQUEST_UNDECIDED']);
    await dpo.deciding(id, item!, 'withhold', WHY);
    await dpo.deciding(id, item!, 'give');
    expect((await answered(id)).json.records).toHaveLength(1);
    for (const late of [dpo.deciding(id, item!, 'withhold', WHY), dpo.answering(id), dpo.leave(id, item!, 'give'), dpo.extending(id), dpo.ask('mutation($id: ID!) { collectForSubject(id: $id) { id } }', { id })]) {
      expect((await late).codes).toEqual(['SUBJECT_REQUEST_ANSWERED']);
    }
  });
});
