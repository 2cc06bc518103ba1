import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { amanat } from '../import/command.js';
import { eventually, startHub, type Hub } from '../world/hub.js';
import { MARKED_CASE, markedCase } from '../world/marked-case.js';
import { ago, heldCase, known, protector, type Given } from './breaches/opened.js';

let hub: Hub;
beforeAll(async () => { hub = await startHub({ kafka: true }); }, 120_000);
afterAll(() => hub?.stop());

const at = (client: string) => protector(hub, client);
const opened = async (given: Given = {}): Promise<string> => (await at('fia-dpo').open({ ...known(), ...given })).data.openBreach.id;
const whole: Given = { effects: 'None is known.', remedy: 'The login was ended.', consequences: ['loss-of-control'], measures: ['access-ended'], subjects: 12, subjectCategories: ['victims', 'suspects'] };
const deadlineOf = async (id: string) => (await at('fia-dpo').ask('{ deadlines(first: 100) { matter subject dueAt state } }')).data.deadlines.find(({ subject }: { subject: string }) => subject === id);

/** The clock of one breach goes on by so many hours: its moments are moved back, and its job is due. */
async function later(id: string, hours: number): Promise<void> {
  await hub.ground.rows(`update approvals.deadline set begun_at = begun_at - $2 * interval '1 hour', remind_at = remind_at - $2 * interval '1 hour', due_at = due_at - $2 * interval '1 hour' where subject = $1`, [id, hours]);
  await hub.ground.rows(`update breaches.breach set aware_at = aware_at - $2 * interval '1 hour', due_at = due_at - $2 * interval '1 hour' where id = $1`, [id, hours]);
  await hub.ground.rows(`update graphile_worker._private_jobs set run_at = now() where key = (select 'approvals.attend_deadline/' || d.id from approvals.deadline d where d.subject = $1)`, [id]);
}

describe('the 72 hours of a breach, LED art. 30(1)', () => {
  it('run from when the agency became aware, are called to mind and alerted to its data-protection officer, and end with the notification', async () => {
    const { data } = await at('fia-dpo').open(known());
    const breach = data.openBreach;
    expect(Date.parse(breach.dueAt) - Date.parse(breach.awareAt)).toBe(72 * 3_600_000);
    expect(await deadlineOf(breach.id)).toMatchObject({ matter: 'breach-notification', dueAt: breach.dueAt, state: 'running' });
    const told = async () => (await feedOf(hub, 'fia-dpo', null, 'protection')).filter(({ recordId }) => recordId === breach.id).map(({ type }) => type);
    await later(breach.id, 48);
    await eventually(async () => (await told()).length === 1, () => 'nobody was reminded');
    await later(breach.id, 24);
    await eventually(async () => (await told()).length === 2, () => 'nobody was alerted');
    expect(await told()).toEqual(['breach.due.v1', 'breach.overdue.v1']);
    expect(await at('fia-dpo').breach(breach.id)).toMatchObject({ overdue: true });
    expect((await at('fia-dpo').notify(breach.id, { channel: 'hub', delay: 'It was taken for a fault.' })).data.notifyBreach).toMatchObject({ overdue: false });
    expect(await deadlineOf(breach.id)).toMatchObject({ state: 'done' });
  }, 60_000);

  it('late is notified with the reasons for the delay, or not at all; a moment outside the hub counts', async () => {
    const late = await opened({ awareAt: ago(80), from: ago(100), to: null });
    expect((await at('fia-dpo').notify(late, { channel: 'hub' })).codes).toEqual(['DELAY_UNEXPLAINED']);
    expect((await at('fia-dpo').notify(late, { channel: 'outside', authority: 'The supervisory authority', sentAt: ago(2) })).codes).toEqual(['DELAY_UNEXPLAINED']);
    const { data } = await at('fia-dpo').notify(late, { channel: 'outside', authority: 'The supervisory authority', sentAt: ago(10) });
    expect(data.notifyBreach.notifications).toMatchObject([{ number: 1, channel: 'outside', authority: 'The supervisory authority', delay: null, client: 'fia-dpo' }]);
    expect((await at('fia-dpo').document(late, { number: 1 })).data.breachDocument).toMatchObject({ inTime: true });
    const other = await opened({ awareAt: ago(80), from: ago(100), to: null });
    await at('fia-dpo').notify(other, { channel: 'hub', delay: 'Nobody was at the desk.' });
    expect((await at('fia-dpo').document(other, { number: 1 })).data.breachDocument).toMatchObject({ inTime: false, delay: 'Nobody was at the desk.' });
  });
});

describe('the notification of a breach, LED art. 30(3)-(4)', () => {
  it('holds nature, numbers, contact, consequences and measures; what is not known yet is named, and follows in a further one; each stays as it was given', async () => {
    const record = await heldCase(hub, ['nccia']);
    const id = await opened({ records: [record] });
    const draft = (await at('fia-dpo').document(id)).data.breachDocument;
    expect(draft).toMatchObject({ breach: id, agency: 'fia', number: null, sentAt: null, inTime: null, contact: 'amanat@fia.example', records: 1, kinds: [{ kind: 'case', records: 1 }], nature: ['confidentiality'] });
    expect(draft.missing).toEqual(['categories of data subjects (a)', 'number of data subjects (a)', 'likely consequences (c)', 'measures (d)']);
    await at('fia-dpo').notify(id, { channel: 'hub' });
    await at('fia-dpo').add(id, whole);
    await at('fia-dpo').notify(id, { channel: 'hub' });
    const [first, second] = await Promise.all([1, 2].map(async (number) => (await at('supervisor').document(id, { agency: 'fia', number })).data.breachDocument));
    expect(first).toMatchObject({ number: 1, inTime: true, consequences: null, missing: draft.missing });
    expect(second).toMatchObject({ number: 2, consequences: ['loss-of-control'], measures: ['access-ended'], subjects: 12, subjectCategories: ['suspects', 'victims'], missing: [] });
    expect((await at('supervisor').document(id, { agency: 'fia' })).codes).toEqual(['RECORD_NOT_FOUND']); // a draft is the agency's own
  }, 60_000);

  it('is written as a page that needs nothing else, or as data, out of one document: for the agency and the authority, and for nobody else', async () => {
    const id = await opened(whole);
    await at('fia-dpo').notify(id, { channel: 'hub' });
    const print = (client: string, ...words: string[]) => amanat(tmpdir(), client, 'breach', id, '--as', client, '--url', hub.url, '--purpose', client === 'supervisor' ? 'threat-analysis' : 'criminal-investigation',
      '--legal-basis', client === 'supervisor' ? 'PTPR2020-43' : 'PTPA2018', ...words).ended;
    const page = await print('fia-dpo', '--notification', '1', '--html');
    expect([page.status, page.told]).toEqual([0, '']);
    for (const told of ['<!doctype html>', 'Notification 1 of a personal data breach', 'Federal Investigation Agency', 'loss of control', 'about 12: suspects; victims', 'A login was used from outside the office.', 'amanat@fia.example']) expect(page.results).toContain(told);
    expect(page.results).not.toMatch(/src=|href=|<script/u);
    const { data } = await at('fia-dpo').document(id, { number: 1 });
    expect(JSON.parse((await print('supervisor', '--notification', '1', '--agency', 'fia')).results)).toMatchObject({ ...data.breachDocument, communication: null });
    expect(await print('fia')).toMatchObject({ status: 1, told: expect.stringContaining('ACTION_NOT_ALLOWED') });
    expect(await print('fia-dpo', '--notification', 'first')).toMatchObject({ status: 2 });
  }, 60_000);

  it('inside the hub reaches the supervisory authority, who sees which agency notified when, and the register of each; what went elsewhere it finds there', async () => {
    const [inside, outside] = [await opened(), await opened()];
    await at('fia-dpo').notify(inside, { channel: 'hub' });
    await at('fia-dpo').notify(outside, { channel: 'outside', authority: 'Another authority', sentAt: ago(0.5) });
    const found = (await at('supervisor').notifications()).data.breachNotifications.edges.map(({ node }: { node: { breach: string; agency: string } }) => [node.breach, node.agency]);
    expect(found[0]).toEqual([inside, 'fia']);
    expect(found.map(([breach]: string[]) => breach)).not.toContain(outside);
    const register = (await at('supervisor').register({ agency: 'fia' })).data.breaches.edges.map(({ node }: { node: { id: string } }) => node.id);
    expect(register).toEqual(expect.arrayContaining([inside, outside]));
    for (const client of ['fia', 'fia-dpo', 'operator']) expect([client, (await at(client).notifications()).codes]).toEqual([client, ['ACTION_NOT_ALLOWED']]);
  });
});

describe('where no supervisory authority takes part in the hub', () => {
  it('a breach is notified outside it: inside is refused', async () => {
    const id = await opened();
    const [kept] = await hub.ground.rows<{ roles: string[] }>(`select roles from directory.client where id = 'supervisor'`);
    await hub.ground.rows(`update directory.client set roles = '{operator}' where id = 'supervisor'`);
    try {
      await eventually(async () => (await at('fia-dpo').notify(id, { channel: 'hub' })).codes[0] === 'INPUT_INVALID', () => 'it was not refused');
    } finally {
      await hub.ground.rows(`update directory.client set roles = $1 where id = 'supervisor'`, [kept!.roles]);
      await eventually(async () => (await at('supervisor').notifications()).codes.length === 0, () => 'the authority was not let in again');
    }
  });
});

describe('which records are affected', () => {
  const ids = async (id: string) => (await at('fia-dpo').records(id, { first: 100 })).data.breachRecords.edges.map(({ node }: { node: { id: string; own: boolean } }) => [node.id, node.own]);

  it('what an officer of the agency was shown in a time, as its ledger says, its own and others\'; not what was tried in vain, before, or by a colleague', async () => {
    const own = await heldCase(hub, ['nccia']);
    const others = (await hub.client.submit('nccia', 'case', markedCase({ recipients: ['fia'], purposes: ['criminal-investigation'] }))).id;
    const name = `o-${randomUUID()}`;
    const looks = (record: string, officer = name) => hub.client.graphql('fia', { query: MARKED_CASE, variables: { id: record }, officer });
    const earlier = await heldCase(hub, ['nccia']);
    await looks(earlier);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const from = new Date(Date.now() - 500).toISOString();
    for (const record of [own, others, randomUUID()]) await looks(record);
    const colleague = await heldCase(hub, ['nccia']);
    await looks(colleague, 'o-colleague');
    const id = await opened({ lookUpsOfficer: name, lookUpsFrom: from });
    expect(await ids(id)).toEqual([[own, true], [others, false]].sort());
    expect(await ids(await opened({ lookUpsClient: 'fia', lookUpsOfficer: name, lookUpsFrom: ago(1) }))).toEqual([[own, true], [others, false], [earlier, true]].sort());
    expect(await ids(await opened({ lookUpsClient: 'fia-desk', lookUpsFrom: ago(1) }))).toEqual([]);
  }, 60_000);

  it('what a participant holds of the agency\'s own, and all that it holds itself', async () => {
    const record = await heldCase(hub, ['iom']);
    const heldBy = async (holdingsOf: string) => (await ids(await opened({ holdingsOf }))).map(([id]: [string]) => id);
    expect(await heldBy('iom')).toContain(record);
    expect(await heldBy('pta')).toEqual([]);
    expect(await heldBy('fia')).toContain(record);
  }, 60_000);

  it('a record that the agency neither has nor was ever given is not found, as none', async () => {
    const hidden = (await hub.client.submit('nccia', 'case', markedCase({ recipients: [] }))).id;
    const said = await Promise.all([hidden, randomUUID(), 'x'].map(async (record) => (await at('fia-dpo').open({ ...known(), records: [record] })).codes));
    expect(said).toEqual([['RECORD_NOT_FOUND'], ['RECORD_NOT_FOUND'], ['RECORD_NOT_FOUND']]);
  });
});

describe('the register of breaches, LED art. 30(5)', () => {
  it('has facts, effects and remedial action, and every act with who did it; a breach is closed when the law has had its due', async () => {
    const id = await opened();
    expect((await at('fia-dpo').close(id)).codes).toEqual(['BREACH_INCOMPLETE']);
    await at('fia-dpo').notify(id, { channel: 'hub' });
    expect((await at('fia-dpo').close(id)).codes).toEqual(['BREACH_INCOMPLETE']); // neither effects nor remedy are said
    await at('fia-dpo').add(id, whole);
    const { data, operation } = await at('fia-dpo').close(id);
    expect(data.closeBreach).toMatchObject({ status: 'closed', facts: 'A login was used from outside the office.', effects: 'None is known.', remedy: 'The login was ended.' });
    expect(data.closeBreach.history.map(({ act }: { act: string }) => act)).toEqual(['opened', 'notified', 'added-to', 'closed']);
    expect(await hub.ground.rows('select agency, client, action from audit.ledger where operation_id = $1 and cardinality(records) > 0', [operation])).toEqual([{ agency: 'fia', client: 'fia-dpo', action: 'close-breach' }]);
    for (const answer of [await at('fia-dpo').add(id, { risk: 'high' }), await at('fia-dpo').notify(id, { channel: 'hub' }), await at('fia-dpo').close(id)]) expect(answer.codes).toEqual(['BREACH_CLOSED']);
  });

  it('a breach from which no risk is to be expected is closed without a notification, with the reason', async () => {
    const id = await opened({ ...whole, risk: 'unlikely' });
    expect((await at('fia-dpo').close(id)).codes).toEqual(['BREACH_INCOMPLETE']);
    expect((await at('fia-dpo').close(id, { reason: 'The medium was encrypted and came back unread.' })).data.closeBreach).toMatchObject({ status: 'closed', closingReason: 'The medium was encrypted and came back unread.' });
    expect(await deadlineOf(id)).toMatchObject({ state: 'done' });
    const risky = await opened(whole);
    expect((await at('fia-dpo').close(risky, { reason: 'It is small.' })).codes).toEqual(['BREACH_INCOMPLETE']);
  });

  it('is the data-protection officer\'s and the authority\'s to read: for nobody else is there a breach', async () => {
    const id = await opened();
    for (const client of ['fia', 'fia-desk', 'operator']) {
      for (const answer of [await at(client).open(known()), await at(client).register(), await at(client).document(id), await at(client).records(id), await at(client).close(id)]) expect([client, answer.codes]).toEqual([client, [client === 'fia-desk' ? 'FREE_FORM_NOT_ALLOWED' : 'ACTION_NOT_ALLOWED']]);
    }
    for (const answer of [await at('nccia-dpo').document(id), await at('nccia-dpo').records(id), await at('nccia-dpo').close(id), await at('nccia-dpo').add(id, { risk: 'high' }), await at('nccia-dpo').notify(id, { channel: 'hub' })]) expect(answer.codes).toEqual(['RECORD_NOT_FOUND']);
    expect((await at('nccia-dpo').register({ agency: 'fia' })).codes).toEqual(['ACTION_NOT_ALLOWED']);
    expect((await at('nccia-dpo').register()).data.breaches.edges).toEqual([]);
    expect((await at('supervisor').breach(id, 'fia')).history[0]).toMatchObject({ act: 'opened', officer: null });
  });

  it('is read in pages; the same under one key is the same breach, another content a conflict', async () => {
    const given = { ...known(), idempotencyKey: randomUUID() };
    const [once, again] = [await at('fia-dpo').open(given), await at('fia-dpo').open(given)];
    expect(again.data.openBreach.id).toBe(once.data.openBreach.id);
    expect((await at('fia-dpo').open({ ...given, risk: 'high' })).codes).toEqual(['IDEMPOTENCY_CONFLICT']);
    const all: string[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo } = (await at('fia-dpo').register({ first: 4, after })).data.breaches as { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      all.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    const [{ count }] = await hub.ground.rows<{ count: string }>(`select count(*) from breaches.breach where agency = 'fia'`) as [{ count: string }];
    expect([all[0], new Set(all).size]).toEqual([once.data.openBreach.id, Number(count)]);
    for (const [variables, code] of [[{ first: 0 }, 'PAGE_SIZE'], [{ first: 101 }, 'PAGE_SIZE'], [{ status: 'lost' }, 'CODE_UNKNOWN'], [{ after: 'x' }, 'CURSOR_INVALID']] as const) expect((await at('fia-dpo').register(variables)).codes).toEqual([code]);
  });
});

describe('what is wrong with an account is refused by its code, and nothing of it is kept', () => {
  it.each<[string, Given, string]>([
    ['known before it happened', { awareAt: ago(3), from: ago(2), to: null }, 'DATES_IN_DISORDER'], ['ended before it began', { from: ago(20), to: ago(30) }, 'DATES_IN_DISORDER'],
    ['known in the future', { awareAt: '2099-01-01T00:00:00Z' }, 'DATE_IN_FUTURE'], ['no moment', { awareAt: 'yesterday' }, 'FORMAT_INVALID'], ['a moment without an offset', { from: '2026-01-01T00:00:00' }, 'FORMAT_INVALID'],
    ['a nature that is none', { nature: ['theft'] }, 'CODE_UNKNOWN'], ['no nature at all', { nature: [] }, 'FIELD_REQUIRED'], ['a risk that is none', { risk: 'some' }, 'CODE_UNKNOWN'], ['a consequence that is none', { consequences: ['harm'] }, 'CODE_UNKNOWN'],
    ['fewer than no persons', { subjects: -1 }, 'INPUT_INVALID'], ['an empty text', { facts: ' ' }, 'FIELD_REQUIRED'], ['a long text', { facts: 'x'.repeat(4_001) }, 'TEXT_TOO_LONG'], ['what nobody sees', { facts: 'a\u202eb' }, 'TEXT_UNSAFE'],
    ['an identity card', { facts: 'Of 35202-7654321-9.' }, 'TEXT_PERSONAL'], ['a telephone', { effects: 'Call +92 300 9998877.' }, 'TEXT_PERSONAL'], ['an address of e-mail', { remedy: 'ayesha@invented.example was told' }, 'TEXT_PERSONAL'],
    ['look-ups of nobody', { lookUpsFrom: ago(2) }, 'FIELD_REQUIRED'], ['look-ups from no moment on', { lookUpsClient: 'fia' }, 'FIELD_REQUIRED'], ['holdings of nobody', { holdingsOf: 'nobody' }, 'AGENCY_UNKNOWN'],
    ['a key that is none', { idempotencyKey: ' ' }, 'FORMAT_INVALID'],
  ])('%s', async (_story, given, code) => {
    const before = await hub.ground.rows('select id from breaches.breach');
    expect((await at('fia-dpo').open({ ...known(), ...given })).codes).toEqual([code]);
    expect(await hub.ground.rows('select id from breaches.breach')).toEqual(before);
  });

  it('in what is added, and in a notification too', async () => {
    const id = await opened();
    expect((await at('fia-dpo').add(id, { from: ago(0.5) })).codes).toEqual(['DATES_IN_DISORDER']);
    const wrong: readonly (readonly [Given, string])[] = [
      [{ channel: 'post' }, 'CODE_UNKNOWN'], [{ channel: 'outside', sentAt: ago(0.5) }, 'FIELD_REQUIRED'], [{ channel: 'outside', authority: 'A' }, 'FIELD_REQUIRED'], [{ channel: 'hub', sentAt: ago(0.5) }, 'INPUT_INVALID'],
      [{ channel: 'outside', authority: 'A', sentAt: ago(2) }, 'DATES_IN_DISORDER'], [{ channel: 'outside', authority: 'A', sentAt: '2099-01-01T00:00:00Z' }, 'DATE_IN_FUTURE'], [{ channel: 'hub', delay: 'Ask 35202-7654321-9.' }, 'TEXT_PERSONAL'],
    ];
    for (const [given, code] of wrong) expect([given, (await at('fia-dpo').notify(id, given)).codes]).toEqual([given, [code]]);
    expect((await at('fia-dpo').breach(id)).notifications).toEqual([]);
  });

  it('dates and ids in a text are no numbers of a person', async () => {
    expect((await at('fia-dpo').open({ ...known(), facts: `On 2026-11-28 10:00 the record 01900000-0000-7000-8000-000000000001 was shown.` })).codes).toEqual([]);
  });
});
