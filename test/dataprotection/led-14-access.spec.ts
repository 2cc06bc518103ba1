import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertDocument } from '../world/index.js';
import { eventually, startHub, type Hub } from '../world/hub.js';
import { officer } from './approving.js';
import { caseOf, collected, newNumber, protection } from './rights/asking.js';

/** Words of a record that are of the investigation, or of others, and no part of any answer. */
const NOT_TOLD = ['SUMMARY-OF-THE-DESK', 'COMMENT-OF-THE-DESK', 'EXHIBIT-OF-THE-DESK', 'CONCLUDED-OF-HIM', 'Somebody Else', '35202-7654321-9', 'A Witness Invented', 'Second Suspect', 'Recruiter', 'hawala', '"S1"', '"V1"'];

let hub: Hub;
let dpo: ReturnType<typeof protection>;
beforeAll(async () => {
  hub = await startHub();
  dpo = protection(hub);
}, 90_000);
afterAll(() => hub?.stop());

const answered = async (id: string) => {
  expect((await dpo.answering(id)).data.receipt.state).toBe('answered');
  return (await dpo.given(id))!;
};

describe('a person who asks what an agency holds of them: LED art. 14', () => {
  it('is found in its records of every kind, by a number, a telephone, an address, or a name with the day of birth, however these are written', async () => {
    const number = newNumber();
    const { id: inCase } = await hub.client.submit('fia', 'case', caseOf(number));
    const { id: inAlert } = await hub.client.submit('fia', 'alert', alertDocument({ victims: [{ ref: 'M1', identity: { fullName: 'Rashid Invented', birthDate: '1984-03-02', cnic: number } }] }));
    for (const known of [{ numbers: [number.replaceAll('-', ' ')] }, { names: ['  RASHID   invented '], birthDate: '1984-03-02', born: '1984-03-02' }]) {
      const { items } = await collected(dpo, 'access', known);
      expect(items.filter(({ record }) => [inCase, inAlert].includes(record)).map(({ record, kind, list, ref }) => [record, kind, list, ref]).sort()).toEqual([[inCase, 'case', 'suspects', 'S1'], [inAlert, 'alert', 'victims', 'M1']].sort());
    }
    expect((await collected(dpo, 'access', { phones: ['+92 300 7654321'] })).items.find(({ record }) => record === inCase)!.matchedBy).toEqual(['phone']);
    expect((await collected(dpo, 'access', { names: ['Rashid Invented'], born: '1990-01-01' })).items).toEqual([]);
    expect((await collected(dpo, 'access', { numbers: [newNumber()] })).items).toEqual([]);
  });

  it('is told purposes, legal basis, categories, recipients, how long, where it comes from, and their data; nothing of the investigation, nothing of anybody else', async () => {
    const number = newNumber();
    const { id: record } = await hub.client.submit('fia', 'case', caseOf(number));
    await officer(hub, 'europol').reads(record);
    await eventually(async () => (await hub.ground.rows(`select from recalls.copy where record_id = $1 and agency = 'europol'`, [record])).length > 0, () => 'no copy was noticed');
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    expect((await dpo.deciding(id, item!, 'give')).data.receipt.open).toBe(0);
    const { json, html } = await answered(id);
    expect(json.controller).toMatchObject({ name: 'Federal Investigation Agency', country: 'PK', contact: 'amanat@fia.example' });
    const [told] = json.records;
    expect(told).toMatchObject({
      kind: 'case', standing: expect.stringContaining('Suspected'), legalBasis: expect.stringContaining('Prevention of Trafficking'), keptUntil: '2036-01-01',
      purposes: expect.arrayContaining([expect.stringContaining('investigation')]), origin: { name: 'Federal Investigation Agency', country: 'PK' },
    });
    expect(told.recipients.map(({ name }: { name: string }) => name)).toEqual([expect.stringContaining('Europol')]);
    const lines = told.particulars.flatMap((one: { lines: { label: string; value: string }[] }) => one.lines) as { label: string; value: string }[];
    expect(lines).toEqual(expect.arrayContaining([{ label: 'full name', value: 'Rashid Invented' }, { label: 'CNIC', value: number }, { label: 'birth date', value: '1984-03-02' }, { label: 'standing', value: 'Wanted' }]));
    expect(lines.find(({ label }) => label === 'offence')!.value).toContain('as charged');
    for (const form of [JSON.stringify(json), html]) for (const word of NOT_TOLD) expect([word, form.includes(word)]).toEqual([word, false]);
  });

  it('is answered as a page that a person without software can read: the same words, no script, nothing from elsewhere, no markup out of the data', async () => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number, { suspects: [{ ref: 'S1', identity: { fullName: 'Q & "R" <i>Invented</i>', cnic: number } }], offences: [] }));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    await dpo.deciding(id, item!, 'give');
    const { json, html } = await answered(id);
    expect(html).toContain('Q &amp; &quot;R&quot; &lt;i&gt;Invented&lt;/i&gt;');
    expect(html).not.toMatch(/<script|<i>|https?:|src=|href=/u);
    for (const text of [json.title, json.statement, json.receivedOn, json.request, ...json.yourRights]) expect(html).toContain(text);
  });

  it('is told of a record that another agency handed in only when that agency agrees inside the hub, and then as of itself', async () => {
    const number = newNumber();
    const { id: record } = await hub.client.submit('nccia', 'case', caseOf(number, {}, { legalBasis: 'PECA2016', recipients: ['fia'] }));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    expect(item).toMatchObject({ record, originator: 'nccia' });
    expect((await dpo.deciding(id, item!, 'give')).codes).toEqual(['ORIGINATOR_ANSWER_REQUIRED']);
    const { data: asked } = await dpo.leave(id, item!, 'give');
    expect(asked.receipt).toMatchObject({ procedure: 'subject-request', state: 'open', duplicate: false });
    const nccia = officer(hub, 'nccia-dpo', 'o-7');
    const request = (await nccia.requests()).find((one) => one.id === asked.receipt.id)!;
    expect(Object.fromEntries(request.terms.map(({ name, value }) => [name, value]))).toMatchObject({ act: 'give', list: 'suspects', ref: 'S1', request: id });
    expect((await dpo.deciding(id, item!, 'give')).codes).toEqual(['ORIGINATOR_ANSWER_REQUIRED']);
    const said = await nccia.answer(request.id, true);
    expect([said.codes, said.data?.receipt?.state]).toEqual([[], 'agreed']);
    expect((await dpo.deciding(id, item!, 'give')).codes).toEqual([]);
    const { json } = await answered(id);
    expect(json.records).toMatchObject([{ origin: { name: 'National Cyber Crime Investigation Agency' }, recipients: null }]);
  });

  it('is not found in what the agency may not see, whoever else holds it', async () => {
    const number = newNumber();
    await hub.client.submit('nccia', 'case', caseOf(number, {}, { legalBasis: 'PECA2016', recipients: ['europol'] }));
    expect((await collected(dpo, 'access', { numbers: [number] })).items).toEqual([]);
  });

  it('and only if it is the person: who shares no more than a telephone is put aside, and the answer says nothing of them', async () => {
    const number = newNumber();
    const { id: record } = await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items } = await collected(dpo, 'access', { phones: ['+923007654321'] });
    for (const item of items) await dpo.deciding(id, item, 'not-the-person');
    expect(items.map((one) => one.record)).toContain(record);
    expect((await answered(id)).json).toMatchObject({ records: [], acts: [], withheldFor: [], statement: expect.stringContaining('There are none') });
  });

  it('every step has its line: what was searched, what was opened, what was told; the line names records and classes, and never the person', async () => {
    const number = newNumber();
    const { id: record } = await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    await dpo.deciding(id, item!, 'give');
    await answered(id);
    const lines = await hub.ground.rows<{ action: string; mask: number; officer: string }>(`select action, masks[array_position(records, $1)] as mask, officer from audit.ledger where client = 'fia-dpo' and $1 = any (records)`, [record]);
    expect(lines.map(({ action, officer: by }) => [action, by])).toEqual(expect.arrayContaining([['collect-for-subject', 'o-9'], ['decide-for-subject', 'o-9'], ['answer-subject-request', 'o-9']]));
    expect(lines.find(({ action }) => action === 'answer-subject-request')!.mask).toBeGreaterThan(1);
    expect(lines.filter(({ action }) => action === 'open-subject-request').length).toBeGreaterThan(0);
    const kept = await hub.ground.rows<{ row: string }>(`select to_jsonb(q)::text as row from rights.request q union all select to_jsonb(i)::text from rights.item i union all select to_jsonb(l)::text from audit.ledger l where l.client = 'fia-dpo'`);
    for (const { row } of kept) expect([row.includes(number), row.includes('Rashid')]).toEqual([false, false]);
  });
});
