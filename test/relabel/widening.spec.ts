import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope, openWorld, type World } from '../world/index.js';
import { changed, founded, joined, left, newAgency, relabelled, streamOf, TASK_FORCE, toldOf } from './stage.js';
import { openStream } from '#libs/directory';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await founded(world);
  await relabelled(world);
});
afterAll(() => world?.close());

const named = (...recipients: string[]) => caseDocument({ envelope: envelope({ recipients, reference: recipients.join('-') }) });
const seen = (agency: string, id: string) => world.find.one(world.caller(agency, { purpose: 'criminal-investigation' }), 'case', id);

describe('a record handed in before', () => {
  it('reaches an agency that takes part since, when its audience has been worked out again', async () => {
    const { id } = await world.submit('fia', 'case', named('police-sindh'));
    await newAgency(world);
    expect(await seen('police-sindh', id)).toBeNull();
    const job = await relabelled(world);
    expect(job).toMatchObject({ reasons: ['agencies-changed', 'streams-changed'], changed: 1, announced: 1, walked: 1, total: 1 });
    expect(await seen('police-sindh', id)).toMatchObject({ id, version: 1 });
    expect(await toldOf(world, 'police-sindh', id)).toEqual(['record.submitted.v1 1']);
  });

  it('reaches a member that joins its task force, and is recalled from one that leaves', async () => {
    const { id } = await world.submit('fia', 'case', named(TASK_FORCE));
    expect(await seen('nccia', id)).toBeNull();
    await joined(world, 'nccia');
    await relabelled(world);
    expect(await seen('nccia', id)).toMatchObject({ id });
    expect(await toldOf(world, 'nccia', id)).toEqual(['record.submitted.v1 1']);
    await left(world, 'nccia');
    expect(await seen('nccia', id)).toBeNull();
    await relabelled(world);
    expect(await toldOf(world, 'nccia', id)).toEqual(['record.submitted.v1 1', 'record.withdrawn.v1 1']);
    await joined(world, 'nccia');
    await relabelled(world);
    expect(await seen('nccia', id)).toMatchObject({ version: 2 });
  });

  it('reaches a stream that is opened later, once', async () => {
    const { id } = await world.submit('fia', 'case', named('nccia'));
    await changed(world, (tx) => openStream(tx, streamOf('nccia', { name: 'second' })));
    await relabelled(world);
    await relabelled(world, {}, true);
    expect(await toldOf(world, 'nccia', id)).toEqual(['record.submitted.v1 1', 'record.submitted.v1 1']);
  });
});

describe('a change of the register that an amendment overtakes', () => {
  it('is told to a member all the same: what it was told before counts, not what the rows say', async () => {
    const { id } = await world.submit('fia', 'case', named(TASK_FORCE));
    await joined(world, 'europol');
    await world.amend('fia', 'case', { id, version: 1 }, { ...named(TASK_FORCE), owner: 'unit-7' });
    expect(await toldOf(world, 'europol', id)).toEqual([]);
    await relabelled(world);
    expect(await toldOf(world, 'europol', id)).toEqual(['record.submitted.v1 2']);
    await left(world, 'europol');
    await world.amend('fia', 'case', { id, version: 2 }, { ...named(TASK_FORCE), owner: 'unit-8' });
    expect(await toldOf(world, 'europol', id)).toEqual(['record.submitted.v1 2']);
    await relabelled(world);
    expect(await toldOf(world, 'europol', id)).toEqual(['record.submitted.v1 2', 'record.withdrawn.v1 3']);
    expect(await relabelled(world, {}, true)).toMatchObject({ reasons: ['ordered'], changed: 0, announced: 0 });
  });

});

describe('a transfer record or a consent', () => {
  it.each([
    ['a transfer record', 'europol', 'nccia', 'criminal-investigation', 'moneyTrails', { transfers: [{ to: 'nccia', basis: 'LED-37-1-A', authorisation: 'A 1', authorisedAt: '2026-01-01T00:00:00Z' }] }],
    ['a consent to be referred', 'fia', 'iom', 'victim-protection', 'victims.0.identity', { referralConsent: true }],
  ])('%s, which comes by an amendment, needs no second look: it opens the record with the amendment itself', async (_what, originator, reader, purpose, path, changes) => {
    const document = (more = {}) => caseDocument({ envelope: envelope({ recipients: [reader], ...more }) });
    const look = async () => (await world.find.one(world.caller(reader, { purpose }), 'case', id))!;
    const { id } = await world.submit(originator, 'case', document());
    expect(await look()).not.toHaveProperty(path);
    await world.amend(originator, 'case', { id, version: 1 }, document(changes));
    expect(await look()).toHaveProperty(path);
    expect((await toldOf(world, reader, id)).at(-1)).toBe('record.amended.v1 2');
    expect(await relabelled(world, {}, true)).toMatchObject({ changed: 0, announced: 0 });
  });
});

describe('what the ledger says of it', () => {
  it('why it was begun and ended, and for each originator which of its records and classes it concerned', async () => {
    const { id } = await world.submit('fia', 'case', named(TASK_FORCE));
    await joined(world, 'frontex');
    const job = await relabelled(world);
    const lines = await world.rows<{ agency: string; action: string; records: string[]; case_reference: string; client: string }>(
      'select agency, action, records, case_reference, client from audit.ledger where operation_id = $1 order by seq', [job!.id]);
    expect(lines.map(({ agency, action }) => `${agency} ${action}`)).toEqual(['operator relabel-begun', 'fia relabel', 'operator relabel-ended']);
    expect(lines[1]!.records).toContain(id);
    expect(new Set(lines.map(({ case_reference: why, client }) => `${client} ${why}`))).toEqual(new Set(['relabel members-changed']));
  });
});
