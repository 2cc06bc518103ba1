import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AcknowledgeAlert } from '#libs/alerts';
import { SubmitRecord } from '#libs/records';
import { BAD_DOCUMENTS, UNUSUAL_DOCUMENTS } from '../world/bad-documents.js';
import { alertDocument, caseDocument, openWorld, refusalOf, type World } from '../world/index.js';

let world: World;

beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

/** Runs `work`, which is to be refused, and shows that it left nothing behind. */
async function refused(work: () => Promise<unknown>) {
  const before = await world.counts();
  const issues = await refusalOf(work());
  expect(await world.counts()).toEqual(before);
  return issues.map(({ code, field, rule }) => ({ code, field, rule }));
}

const brief = (issues: readonly { code: string; field: string }[]) => issues.map(({ code, field }) => `${code} ${field}`);
const NOWHERE = { id: '018f0000-0000-7000-8000-000000000001', version: 1 };

describe('what is wrong is refused with its field and its rule, and nothing of it is kept', () => {
  it.each(BAD_DOCUMENTS)('$story', async ({ kind, document, issues }) => {
    expect(await refused(() => world.submit('fia', kind, document))).toEqual(issues);
  });

  it('a kind that the hub does not know', async () => {
    expect(brief(await refused(() => world.submit('fia', 'licence', {})))).toEqual(['EVENT_TYPE_UNKNOWN kind']);
    expect(brief(await refused(() => world.submit('fia', 'constructor', {})))).toEqual(['EVENT_TYPE_UNKNOWN kind']);
  });

  it('no issue repeats what was handed in', async () => {
    const issues = await refusalOf(world.submit('fia', 'case', caseDocument({ status: 'Secretword', victims: [{ ref: 'V1', identity: { fullName: 'Secret\u200Bword' } }] })));
    expect(issues).toHaveLength(2);
    expect(JSON.stringify(issues)).not.toMatch(/secret/iu);
  });

  it('the key of a refused submission is free for the mended one', async () => {
    const key = randomUUID();
    await refused(() => world.submit('fia', 'case', caseDocument({ status: 'Asleep' }), key));
    expect(await world.submit('fia', 'case', caseDocument(), key)).toMatchObject({ version: 1, duplicate: false });
  });
});

describe('what looks wrong and is not, comes in', () => {
  it.each(UNUSUAL_DOCUMENTS)('$story', async ({ kind, document }) => {
    expect(await world.submit('fia', kind, document)).toMatchObject({ kind, version: 1, duplicate: false });
  });
});

describe('a key stands for one content', () => {
  it('the same again is the same submission', async () => {
    const first = await world.submit('fia', 'case', caseDocument(), 'same');
    const before = await world.counts();
    expect(await world.submit('fia', 'case', caseDocument(), 'same')).toEqual({ ...first, duplicate: true });
    expect(await world.counts()).toEqual(before);
  });

  it('the order of the fields and the spelling of a code make no other content', async () => {
    const { envelope, ...rest } = caseDocument({ offences: [{ code: 'PTPA 3(1)' }] });
    const first = await world.submit('fia', 'case', { envelope, ...rest }, 'spelt');
    expect(await world.submit('fia', 'case', { ...rest, offences: [{ code: 'PTPA2018-3-1' }], envelope }, 'spelt')).toEqual({ ...first, duplicate: true });
  });

  it('another content under a used key is refused, whatever the action', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument(), 'used');
    const other = caseDocument({ summary: 'Another.' });
    const conflict = ['IDEMPOTENCY_CONFLICT idempotencyKey'];
    expect(brief(await refused(() => world.submit('fia', 'case', other, 'used')))).toEqual(conflict);
    expect(brief(await refused(() => world.amend('fia', 'case', { id, version: 1 }, other, 'used')))).toEqual(conflict);
    expect(brief(await refused(() => world.withdraw('fia', 'case', { id, version: 1 }, 'used')))).toEqual(conflict);
  });

  it('keys are each agency\'s own', async () => {
    await world.submit('fia', 'case', caseDocument(), 'mine');
    expect(await world.submit('nccia', 'case', caseDocument({ summary: 'Another.' }), 'mine')).toMatchObject({ duplicate: false });
  });

  it('two at once under one key are one submission', async () => {
    const before = await world.counts();
    const receipts = await Promise.all(Array.from({ length: 8 }, () => world.submit('fia', 'case', caseDocument(), 'at once')));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect((await world.counts())['records.record']).toBe(before['records.record']! + 1);
  });

  it('two contents at once under one key: one is kept, the other refused', async () => {
    const outcomes = await Promise.allSettled(['One.', 'Two.'].map((summary) => world.submit('fia', 'case', caseDocument({ summary }), 'rivals')));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('versions come in order', () => {
  it('an amendment of a version that is not the present one is refused, and the next good one passes', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    const second = caseDocument({ summary: 'Second.' });
    expect(brief(await refused(() => world.amend('fia', 'case', { id, version: 2 }, second)))).toEqual(['VERSION_CONFLICT version']);
    expect(await world.amend('fia', 'case', { id, version: 1 }, second)).toMatchObject({ version: 2 });
    expect(brief(await refused(() => world.amend('fia', 'case', { id, version: 1 }, caseDocument())))).toEqual(['VERSION_CONFLICT version']);
    expect(brief(await refused(() => world.withdraw('fia', 'case', { id, version: 1 })))).toEqual(['VERSION_CONFLICT version']);
    expect(await world.withdraw('fia', 'case', { id, version: 2 })).toMatchObject({ version: 3 });
  });

  it('two amendments of one version at once: one stands, the other is refused', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    const outcomes = await Promise.allSettled(['One.', 'Two.', 'Three.'].map((summary) => world.amend('fia', 'case', { id, version: 1 }, caseDocument({ summary }))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'rejected').map((outcome) => (outcome as PromiseRejectedResult).reason.code)).toEqual(['VERSION_CONFLICT', 'VERSION_CONFLICT']);
  });

  it('an amendment that changes nothing leaves the version at which its originator reads the record', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    const { version } = await world.amend('fia', 'case', { id, version: 1 }, caseDocument());
    expect((await world.find.one(world.caller('fia'), 'case', id))!.version).toBe(version);
    expect(await world.amend('fia', 'case', { id, version }, caseDocument({ summary: 'New.' }))).toMatchObject({ version: version + 1 });
  });

  it('the same amendment again is the same amendment', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    const once = await world.amend('fia', 'case', { id, version: 1 }, caseDocument({ summary: 'New.' }), 'amended once');
    const before = await world.counts();
    expect(await world.amend('fia', 'case', { id, version: 1 }, caseDocument({ summary: 'New.' }), 'amended once')).toEqual({ ...once, duplicate: true });
    expect(await world.counts()).toEqual(before);
  });

  it('an amendment that is wrong is refused like a submission, and the record stays as it was', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    expect(brief(await refused(() => world.amend('fia', 'case', { id, version: 1 }, caseDocument({ status: 'Asleep' }))))).toEqual(['CODE_UNKNOWN status']);
    expect(await world.find.one(world.caller('fia'), 'case', id)).toMatchObject({ version: 1, status: 'Active' });
  });
});

describe('what is not one\'s own, or nowhere, is not found', () => {
  const actions = {
    amend: (agency: string, id: string) => world.amend(agency, 'case', { id, version: 1 }, caseDocument()),
    withdraw: (agency: string, id: string) => world.withdraw(agency, 'case', { id, version: 1 }),
  };

  it.each(['amend', 'withdraw'] as const)('%s: another\'s record and none at all are refused in the same words', async (verb) => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    const missing = await refused(() => actions[verb]('europol', NOWHERE.id));
    expect(brief(missing)).toEqual(['RECORD_NOT_FOUND id']);
    expect(await refused(() => actions[verb]('europol', id))).toEqual(missing);
    expect(await refused(() => actions[verb]('iom', id))).toEqual(missing);
  });

  it.each(['amend', 'withdraw'] as const)('%s: an id that is none is not found either', async (verb) => {
    for (const id of ['abc', '', 'NULL', "'; drop table records.record", '\u0000']) {
      expect(brief(await refused(() => actions[verb]('fia', id)))).toEqual(['RECORD_NOT_FOUND id']);
    }
  });

  it('a record of another kind is not found', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    expect(brief(await refused(() => world.amend('fia', 'alert', { id, version: 1 }, alertDocument())))).toEqual(['RECORD_NOT_FOUND id']);
  });

  it('a record that was withdrawn cannot be amended or withdrawn again', async () => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    await world.withdraw('fia', 'case', { id, version: 1 });
    for (const verb of ['amend', 'withdraw'] as const) expect(brief(await refused(() => actions[verb]('fia', id)))).toEqual(['RECORD_NOT_FOUND id']);
  });

  it('an alert that one may not see cannot be acknowledged', async () => {
    const { id } = await world.submit('fia', 'alert', alertDocument());
    const acknowledge = new AcknowledgeAlert(world.house.keeping, world.find);
    const run = (agency: string) => acknowledge.run(world.caller(agency), { id, idempotencyKey: randomUUID() });
    const [entries] = await world.rows<{ n: number }>('select count(*)::int as n from alerts.acknowledgement');
    expect(brief(await refusalOf(run('pta')))).toEqual(['RECORD_NOT_FOUND id']);
    expect(await world.rows('select count(*)::int as n from alerts.acknowledgement')).toEqual([entries]);
    expect(await run('europol')).toMatchObject({ id, duplicate: false });
  });
});

describe('texts beside the record are judged too', () => {
  it.each([['empty', ''], ['of blanks', '  '], ['with a NUL', 'a\u0000b'], ['endless', 'k'.repeat(3_000)]])('an idempotency key that is %s', async (_how, key) => {
    expect(brief(await refused(() => world.submit('fia', 'case', caseDocument(), key)))).toEqual(['FORMAT_INVALID idempotencyKey']);
  });

  it.each([['empty', '', 'FIELD_REQUIRED'], ['with a NUL', 'a\u0000b', 'TEXT_UNSAFE'], ['endless', 'r'.repeat(10_000), 'TEXT_TOO_LONG']])('a reason of withdrawal that is %s', async (_how, reason, code) => {
    const { id } = await world.submit('fia', 'case', caseDocument());
    expect(brief(await refused(() => world.withdraw('fia', 'case', { id, version: 1 }, undefined, reason)))).toEqual([`${code} reason`]);
  });

  it('a submission of an agency that the register does not know is a fault, not a record', async () => {
    const before = await world.counts();
    const stranger = { ...world.caller('fia'), agency: 'nobody' };
    await expect(new SubmitRecord(world.house.keeping).run(stranger, { kind: 'case', document: caseDocument(), idempotencyKey: 'x' })).rejects.toThrow();
    expect(await world.counts()).toEqual(before);
  });
});
