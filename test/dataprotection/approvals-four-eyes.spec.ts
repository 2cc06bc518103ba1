import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerApproval, AskApproval, Deadlines, Effects } from '#libs/approvals';
import { callerFacts, LedgerDisclosure } from '#libs/disclosure';
import type { Caller } from '#libs/kernel';
import type { Tx } from '#libs/postgres';
import { DelegateApproval } from '../../libs/approvals/actions/delegate-approval.js';
import { WithdrawRequest } from '../../libs/approvals/actions/withdraw-request.js';
import { openWorld, refusalOf, type World } from '../world/index.js';

const RECORD = '01900000-0000-7000-8000-000000000001';

let world: World;
let effects: string[] = [];
let actions: { ask: AskApproval; answer: AnswerApproval; delegate: DelegateApproval; withdraw: WithdrawRequest; deadlines: Deadlines };
beforeAll(async () => {
  world = await openWorld();
  const { database, keeping } = world.house;
  const followed = new Effects<Tx>();
  followed.register('onward-transfer', async (tx, _caller, { id }) => {
    await tx.query('select 1');
    effects.push(id);
  });
  actions = {
    ask: new AskApproval(database, keeping.source.ids), answer: new AnswerApproval(database, followed), delegate: new DelegateApproval(database),
    withdraw: new WithdrawRequest(database), deadlines: new Deadlines(new LedgerDisclosure(database), keeping.source.ids),
  };
});
afterAll(() => world?.close());

const by = (officer: string, agency = 'fia', changes: Partial<Caller> = {}) => world.caller(agency, { officer, ...changes });
const dpo = (officer: string) => by(officer, 'fia', { client: 'fia-dpo', roles: ['data-protection-officer'] });

async function asked(caller = by('o-asks'), answeredBy = 'fia', procedure = 'onward-transfer'): Promise<string> {
  const claim = { caller: callerFacts(caller), key: randomUUID(), content: Buffer.from('same') };
  return (await actions.ask.run(caller.agency, claim, { procedure, answeredBy, record: RECORD, terms: { to: 'nccia' } })).id;
}
const answer = async (id: string, caller: Caller, agree = true) => (await actions.answer.run(caller, { id, agree, reason: agree ? null : 'not-necessary' })).state;
const refused = async (work: Promise<unknown>) => (await refusalOf(work))[0]!.code;
const steps = async (id: string) => (await world.rows<{ step: string }>('select step from approvals.step where request = $1 order by nth', [id])).map(({ step }) => step);
const attend = (id: string) => world.rows('select approvals.attend($1)', [id]);
const move = (id: string, set: string) => world.rows(`update approvals.request set ${set} where id = $1`, [id]);

describe('four eyes', () => {
  it('two different officers must agree, neither of them the one who asked; then what was asked for is done, once', async () => {
    const id = await asked();
    expect(await refused(answer(id, by('o-asks')))).toBe('APPROVAL_OWN');
    expect([await answer(id, by('o-2')), await answer(id, by('o-2')), effects]).toEqual(['open', 'open', []]);
    expect([await answer(id, by('o-3')), await answer(id, by('o-3')), effects]).toEqual(['agreed', 'agreed', [id]]);
    expect(await refused(answer(id, by('o-4')))).toBe('APPROVAL_CLOSED');
    expect(await refused(answer(id, by('o-2'), false))).toBe('APPROVAL_CLOSED');
    expect(await steps(id)).toEqual(['asked', 'agreed', 'agreed']);
    effects = [];
  });

  it('an officer of the same pseudonym at another agency is another officer', async () => {
    const id = await asked(by('o-1', 'nccia'), 'fia');
    expect(await answer(id, by('o-1'))).toBe('open');
  });

  it('one who refuses ends it; whoever has agreed cannot refuse as well', async () => {
    const id = await asked();
    await answer(id, by('o-2'));
    expect(await refused(answer(id, by('o-2'), false))).toBe('APPROVAL_CLOSED');
    expect([await answer(id, by('o-3'), false), effects]).toEqual(['refused', []]);
    expect(await refused(answer(id, by('o-4')))).toBe('APPROVAL_CLOSED');
  });

  it('two answers at the same moment are one after the other: no officer is counted twice, and nothing is done twice', async () => {
    const id = await asked();
    const states = await Promise.all([by('o-2'), by('o-2'), by('o-3'), by('o-3')].map((caller) => answer(id, caller)));
    expect([states.includes('agreed'), await steps(id), effects]).toEqual([true, ['asked', 'agreed', 'agreed'], [id]]);
    effects = [];
  });

  it('a machine, and a client without the role or without sight of how records are governed, takes no part', async () => {
    const id = await asked();
    for (const caller of [by('o-2', 'fia', { officer: null }), by('o-2', 'fia', { client: 'fia-desk' })]) expect(await refused(answer(id, caller))).toBe('RECORD_NOT_FOUND');
    expect(await refused(answer(id, dpo('o-2')))).toBe('ACTION_NOT_ALLOWED');
    expect(await refused(answer('x', by('o-2')))).toBe('RECORD_NOT_FOUND');
    expect(await refused(asked(by('o-2', 'fia', { officer: null })))).toBe('ACTION_NOT_ALLOWED');
    expect(await refused(asked(dpo('o-2')))).toBe('ACTION_NOT_ALLOWED');
  });
});

describe('delegation', () => {
  const delegate = (id: string, caller: Caller, officer: string) => actions.delegate.run(caller, { id, officer });

  it('a named colleague answers in one\'s stead, whatever their role, and one does not oneself', async () => {
    const id = await asked();
    expect((await delegate(id, by('o-2'), 'o-9')).duplicate).toBe(false);
    expect((await delegate(id, by('o-2'), 'o-9')).duplicate).toBe(true);
    expect(await refused(answer(id, by('o-2')))).toBe('APPROVAL_OWN');
    expect(await answer(id, dpo('o-9'))).toBe('open');
    expect(await answer(id, by('o-3'))).toBe('agreed');
    effects = [];
  });

  it('goes not to oneself, not to the one who asked, not on, and not to two', async () => {
    const id = await asked();
    expect(await refused(delegate(id, by('o-2'), 'o-2'))).toBe('APPROVAL_OWN');
    expect(await refused(delegate(id, by('o-2'), 'o-asks'))).toBe('APPROVAL_OWN');
    expect(await refused(delegate(id, by('o-2'), 'a name with blanks'))).toBe('FORMAT_INVALID');
    await delegate(id, by('o-2'), 'o-9');
    expect(await refused(delegate(id, by('o-2'), 'o-8'))).toBe('APPROVAL_OWN');
    expect(await refused(delegate(id, by('o-9'), 'o-8'))).toBe('ACTION_NOT_ALLOWED');
    expect(await refused(delegate(id, by('o-3'), 'o-9'))).toBe('ACTION_NOT_ALLOWED');
    expect(await refused(delegate(id, by('o-1', 'nccia'), 'o-9'))).toBe('RECORD_NOT_FOUND');
    await answer(id, by('o-4'));
    expect(await refused(delegate(id, by('o-4'), 'o-7'))).toBe('ACTION_NOT_ALLOWED');
  });
});

describe('what comes by itself', () => {
  it('a reminder comes once, however often it is looked; after long rest one comes for all', async () => {
    const id = await asked();
    await attend(id);
    expect(await steps(id)).toEqual(['asked']);
    await move(id, `remind_at = array[now() - interval '2 hours', now() - interval '1 hour']`);
    await Promise.all([attend(id), attend(id)]);
    expect(await steps(id)).toEqual(['asked', 'reminded']);
  });

  it('after some days the data-protection officer is told, and may answer too', async () => {
    const id = await asked();
    await move(id, `escalate_at = now() - interval '1 second'`);
    await attend(id);
    expect([await steps(id), await answer(id, dpo('o-2'))]).toEqual([['asked', 'escalated'], 'open']);
  });

  it('what nobody answered in time counts as refused, before its job has come as after it, and is not asked back', async () => {
    const id = await asked();
    await move(id, 'expires_at = now()');
    expect(await refused(answer(id, by('o-2')))).toBe('APPROVAL_EXPIRED');
    expect(await refused(actions.withdraw.run(by('o-asks'), id))).toBe('APPROVAL_EXPIRED');
    await attend(id);
    await attend(id);
    expect([await steps(id), await refused(answer(id, by('o-2'))), effects]).toEqual([['asked', 'expired'], 'APPROVAL_EXPIRED', []]);
  });

  it('a clock that jumps back disorders no step and revives nothing', async () => {
    const id = await asked();
    await world.rows(`update approvals.step set at = now() + interval '1 day' where request = $1`, [id]);
    await answer(id, by('o-2'));
    const [{ ordered }] = await world.rows<{ ordered: boolean }>('select array_agg(at order by nth) = array_agg(at order by at) as ordered from approvals.step where request = $1', [id]) as [{ ordered: boolean }];
    await move(id, `state = 'expired', closed_at = now() + interval '1 day'`);
    await attend(id);
    expect([ordered, await refused(answer(id, by('o-3')))]).toEqual([true, 'APPROVAL_EXPIRED']);
  });
});

describe('deadlines', () => {
  const hour = 3_600_000;
  const due = (subject: string, [begun, remind, end]: readonly [number, number, number]) => ({
    matter: 'breach-notification', subject, begunAt: new Date(Date.now() + begun * hour), remindAt: new Date(Date.now() + remind * hour), dueAt: new Date(Date.now() + end * hour),
  });
  const begin = (subject: string, hours: readonly [number, number, number]) => world.house.database.transaction((tx) => actions.deadlines.begin(tx, by('o-1'), due(subject, hours)));
  const state = async (subject: string, caller = dpo('o-2')) => (await actions.deadlines.list(caller, 100)).find((one) => one.subject === subject)?.state;
  const come = async (subject: string) => {
    const [{ id }] = await world.rows<{ id: string }>('select id from approvals.deadline where subject = $1', [subject]) as [{ id: string }];
    await world.rows('select approvals.attend_deadline($1)', [id]);
  };

  it('run, are reminded of, are overdue and are done; the data-protection officer of that agency sees them, and no other agency', async () => {
    const subject = randomUUID();
    await begin(subject, [-1, 48, 72]);
    await begin(subject, [-1, 480, 720]); // set again, it stays as it was
    expect([await state(subject), await state(subject, by('o-1', 'nccia'))]).toEqual(['running', undefined]);
    await world.rows(`update approvals.deadline set remind_at = begun_at where subject = $1`, [subject]);
    await come(subject);
    await come(subject);
    expect(await state(subject)).toBe('reminded');
    await world.rows(`update approvals.deadline set due_at = now() - interval '1 second' where subject = $1`, [subject]);
    expect(await state(subject)).toBe('overdue');
    await come(subject);
    await world.house.database.transaction((tx) => actions.deadlines.end(tx, by('o-1'), 'breach-notification', subject));
    expect(await state(subject)).toBe('done');
    const lines = await world.rows<{ action: string }>(`select action from audit.ledger where agency = 'fia' and records = array[$1::uuid] order by at, seq`, [subject]);
    const told = await world.rows<{ type: string }>(`select e.type from delivery.entry e join delivery.entry_body b on b.entry = e.id where e.agency = 'fia' and b.data ->> 'subject' = $1 order by e.seq`, [subject]);
    expect(told.map(({ type }) => type)).toEqual(['deadline.reminded.v1', 'deadline.overdue.v1']);
    expect(lines.map(({ action }) => action)).toEqual(['begin-deadline', 'deadline-reminded', 'deadline-overdue', 'end-deadline']);
  });

  it('what is undone with the act that set it never was', async () => {
    const subject = randomUUID();
    const work = world.house.database.transaction(async (tx) => {
      await actions.deadlines.begin(tx, by('o-1'), due(subject, [-1, 48, 72]));
      throw new Error('the act failed');
    });
    await expect(work).rejects.toThrow('the act failed');
    const jobs = await world.rows(`select from graphile_worker._private_jobs where payload ->> 'id' in (select id::text from approvals.deadline where subject = $1)`, [subject]);
    expect([await state(subject), jobs]).toEqual([undefined, []]);
  });

  it.each([['begins in the future', [1, 48, 72]], ['is reminded of before it began', [-1, -2, 72]], ['is due before its reminder', [-1, 48, 47]]] as const)('one that %s is refused', async (_, hours) => {
    expect(await refused(begin(randomUUID(), hours))).toBe('DATES_IN_DISORDER');
  });
});
