import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startHub, type Hub } from '../world/hub.js';
import { ABSENT, caseOf, collected, newNumber, protection, today } from './rights/asking.js';

let hub: Hub;
let dpo: ReturnType<typeof protection>;
beforeAll(async () => {
  hub = await startHub();
  dpo = protection(hub);
}, 90_000);
afterAll(() => hub?.stop());

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
const dueOf = async (id: string, matter: string) => (await dpo.deadlines()).find((one) => one.subject === id && one.matter === matter);

describe('a request is answered in time and without cost, under a number of its own: LED art. 12', () => {
  it('its time runs from the day on which it was received, by the law that binds the agency', async () => {
    const { id, state } = await dpo.file('access', { numbers: [newNumber()], received: daysAgo(5) });
    expect(state).toBe('received');
    const { receivedAt, dueAt, term, overdue, filedBy, identityCheck } = await dpo.one(id);
    expect([receivedAt.slice(0, 10), overdue, filedBy, identityCheck, term]).toEqual([daysAgo(5), false, 'o-9', 'in-person', expect.stringContaining('GDPR art. 12(3)')]);
    expect((Date.parse(dueAt) - Date.parse(receivedAt)) / DAY).toBeGreaterThanOrEqual(28);
    expect(await dueOf(id, 'subject-request')).toMatchObject({ state: 'running', dueAt });
  });

  it('one that nobody answers is overdue, and the agency is told on its topic and in its deadlines', async () => {
    const { id } = await dpo.file('access', { numbers: [newNumber()], received: daysAgo(40) });
    expect((await dpo.one(id)).overdue).toBe(true);
    await eventually(async () => (await hub.ground.rows(`select from audit.ledger where action = 'deadline-overdue' and $1 = any (records)`, [id])).length === 1, () => 'nobody was told');
    expect((await dueOf(id, 'subject-request'))!.state).toBe('overdue');
    expect((await dpo.extending(id)).codes).toEqual(['DEADLINE_NOT_EXTENDABLE']); // it is too late
    expect((await dpo.answering(id)).codes).toEqual(['SUBJECT_REQUEST_NOT_COLLECTED']);
    await dpo.collect(id);
    expect((await dpo.answering(id)).codes).toEqual([]);
    expect([(await dpo.one(id)).overdue, (await dueOf(id, 'subject-request'))!.state]).toEqual([false, 'done']);
  });

  it('the time is extended once, for a reason that the law knows', async () => {
    const { id } = await dpo.file('access', { numbers: [newNumber()] });
    const { dueAt } = await dpo.one(id);
    expect((await dpo.extending(id, 'holidays')).codes).toEqual(['CODE_UNKNOWN']);
    expect((await dpo.extending(id, 'complex')).codes).toEqual([]);
    expect((await dpo.extending(id, 'complex')).codes).toEqual([]); // the same again
    const after = await dpo.one(id);
    expect([after.extendedFor, (Date.parse(after.dueAt) - Date.parse(dueAt)) / DAY]).toEqual(['complex', expect.any(Number)]);
    expect((Date.parse(after.dueAt) - Date.parse(dueAt)) / DAY).toBeGreaterThanOrEqual(58);
    expect([(await dueOf(id, 'subject-request'))!.state, (await dueOf(id, 'subject-request-extended'))!.dueAt]).toEqual(['done', after.dueAt]);
    expect((await dpo.extending(id, 'many')).codes).toEqual(['DEADLINE_NOT_EXTENDABLE']);
  });

  it('the same filed again is the same request; another under its key is refused', async () => {
    const [key, numbers] = ['from-the-desk', [newNumber()]];
    const { id } = await dpo.file('access', { numbers, key });
    expect(await dpo.file('access', { numbers, key })).toMatchObject({ id, duplicate: true });
    expect((await dpo.filing('access', { numbers: [newNumber()], key })).codes).toEqual(['IDEMPOTENCY_CONFLICT']);
    expect((await protection(hub, 'nccia-dpo').file('access', { numbers, key })).duplicate).toBe(false); // keys are each agency's own
  });

  it('what is wrong with it is refused by a code, and nothing of it is kept', async () => {
    const numbers = [newNumber()];
    const rows = async () => (await hub.ground.rows('select from rights.request')).length;
    const before = await rows();
    const wrong: readonly (readonly [string, Record<string, unknown>, string])[] = [
      ['access', {}, 'IDENTIFIER_REQUIRED'], ['access', { names: ['Rashid Invented'] }, 'IDENTIFIER_REQUIRED'], ['access', { numbers: [' - '] }, 'IDENTIFIER_REQUIRED'],
      ['access', { numbers, received: '2036-01-01' }, 'DATE_IN_FUTURE'], ['access', { numbers, received: '2026-02-30' }, 'FORMAT_INVALID'], ['access', { numbers, received: 'today' }, 'FORMAT_INVALID'],
      ['access', { numbers, born: '1984' }, 'FORMAT_INVALID'], ['access', { numbers, check: 'by-eye' }, 'CODE_UNKNOWN'], ['oblivion', { numbers }, 'CODE_UNKNOWN'], ['access', { numbers, key: ' ' }, 'FORMAT_INVALID'],
      ['access', { numbers: Array.from({ length: 21 }, newNumber) }, 'TOO_MANY'], ['access', { numbers: ['9'.repeat(201)] }, 'TEXT_TOO_LONG'], ['access', { numbers, names: ['Ra\u200bshid'] }, 'TEXT_UNSAFE'],
      ['access', { numbers, wrong: 'W', correct: 'C' }, 'INPUT_INVALID'], ['rectification', { numbers, wrong: 'W' }, 'FIELD_REQUIRED'], ['rectification', { numbers, correct: 'C' }, 'FIELD_REQUIRED'],
      ['erasure', { numbers }, 'CODE_UNKNOWN'], ['erasure', { numbers, ground: 'shame' }, 'CODE_UNKNOWN'], ['access', { numbers, ground: 'unlawful' }, 'INPUT_INVALID'],
    ];
    for (const [right, more, code] of wrong) expect([right, more, (await dpo.filing(right, more)).codes]).toEqual([right, more, [code]]);
    for (const other of [protection(hub, 'fia-dpo', null), protection(hub, 'fia', 'o-1'), protection(hub, 'operator', null), protection(hub, 'supervisor', 'o-s')]) {
      expect((await other.filing('access', { numbers })).codes).toEqual(['ACTION_NOT_ALLOWED']);
    }
    expect(await rows()).toBe(before);
  });

  it('no step comes before the one that it follows from, and none is another agency\'s', async () => {
    const number = newNumber();
    const { id: record } = await hub.client.submit('fia', 'case', caseOf(number));
    const { id } = await dpo.file('access', { numbers: [number] });
    const item = { record, list: 'suspects', ref: 'S1' };
    expect((await dpo.deciding(id, item, 'give')).codes).toEqual(['SUBJECT_REQUEST_NOT_COLLECTED']);
    expect((await dpo.answering(id)).codes).toEqual(['SUBJECT_REQUEST_NOT_COLLECTED']);
    expect(await dpo.given(id)).toMatchObject({ json: null, html: null });
    await dpo.collect(id);
    const nccia = protection(hub, 'nccia-dpo');
    for (const other of [nccia.deciding(id, item, 'give'), nccia.answering(id), nccia.extending(id), dpo.deciding(ABSENT, item, 'give'), dpo.deciding('x', item, 'give'), dpo.leave(id, { ...item, record: ABSENT }, 'give')]) {
      expect((await other).codes).toEqual(['RECORD_NOT_FOUND']);
    }
    for (const [more, code] of [[{}, 'FIELD_REQUIRED'], [{ ground: 'inquiries' }, 'FIELD_REQUIRED'], [{ ground: 'because', reason: 'R.' }, 'CODE_UNKNOWN'], [{ ground: 'inquiries', reason: 'R\u0007' }, 'TEXT_UNSAFE'],
      [{ ground: 'inquiries', reason: 'R'.repeat(4_001) }, 'TEXT_TOO_LONG'], [{ ground: 'inquiries', reason: 'R.', classes: ['NONE'] }, 'CODE_UNKNOWN']] as const) {
      expect([more, (await dpo.deciding(id, item, 'withhold', more)).codes]).toEqual([more, [code]]);
    }
    expect((await dpo.deciding(id, item, 'give', { silent: true })).codes).toEqual(['INPUT_INVALID']);
    expect((await dpo.leave(id, item, 'give')).codes).toEqual(['DECISION_NOT_FITTING']); // it is its own
  });

  it('is listed for the agency alone, newest first and in pages', async () => {
    const own: string[] = [];
    for (let after: string | null = null; ;) {
      const { data } = await dpo.ask('query($after: String) { subjectRequests(first: 3, after: $after) { edges { node { id agency filedAt } } pageInfo { hasNextPage endCursor } } }', { after });
      const { edges, pageInfo } = data.subjectRequests as { edges: { node: { id: string; agency: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      own.push(...edges.map(({ node }) => node.id));
      expect(edges.every(({ node }) => node.agency === 'fia')).toBe(true);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(own).toEqual((await hub.ground.rows<{ id: string }>(`select id from rights.request where agency = 'fia' order by filed_at desc, id desc`)).map(({ id }) => id));
    for (const [argument, code] of [['first: 101', 'PAGE_SIZE'], ['state: "lost"', 'CODE_UNKNOWN'], ['after: "x"', 'CURSOR_INVALID'], ['agency: "nccia"', 'ACTION_NOT_ALLOWED']] as const) {
      expect([argument, (await dpo.ask(`{ subjectRequests(${argument}) { edges { cursor } } }`)).codes]).toEqual([argument, [code]]);
    }
  });

  it('a year after the answer its key is destroyed, and with it all that names the person; what was decided stays, in codes', async () => {
    const number = newNumber();
    await hub.client.submit('fia', 'case', caseOf(number));
    const { id, items: [item] } = await collected(dpo, 'access', { numbers: [number] });
    await dpo.deciding(id, item!, 'withhold', { ground: 'inquiries', reason: 'A search is planned.' });
    await dpo.answering(id);
    expect((await dpo.given(id))!.html).toContain(today());
    await hub.ground.rows(`update rights.request set answered_at = answered_at - interval '366 days', filed_at = filed_at - interval '366 days' where id = $1`, [id]);
    await hub.ground.rows('update graphile_worker._private_jobs set run_at = now() where key = $1', [`rights.forget/${id}`]);
    await eventually(async () => (await hub.ground.rows('select from retention.erasure where record_id = $1 and shredded_at is not null', [id])).length === 1, () => 'the key was not destroyed');
    expect(await dpo.given(id)).toMatchObject({ json: null, html: null });
    const { forgottenAt, items } = await dpo.one(id);
    expect([forgottenAt, items]).toEqual([expect.any(String), [expect.objectContaining({ decision: 'withhold', ground: 'inquiries', reason: null })]]);
  });
});
