import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startHub, type Hub } from '../world/hub.js';
import { MARKED_CASE, markedCase } from '../world/marked-case.js';
import { askConfirm, askDuties, askMade, historyOf, rectify, restrict, toldOf, type Duty } from './recalls/told.js';

const document = (changes = {}) => markedCase({ purposes: ['criminal-investigation', 'victim-protection'], recipients: ['nccia', 'europol'] }, changes);

let hub: Hub;
beforeAll(async () => { hub = await startHub({ kafka: true }); }, 120_000);
afterAll(() => hub?.stop());

type Acting = (receipt: { id: string; version: number }) => Promise<unknown>;
const withdrawn: Acting = (receipt) => hub.client.withdraw('fia', receipt);
const rectified: Acting = (receipt) => rectify(hub, 'fia', receipt, document({ summary: 'It was otherwise.' }));
const restricted: Acting = (receipt) => restrict(hub, 'fia', receipt);

/** Of a case that nccia and europol have read, the recall as nccia is told of it. */
async function recalled(act: Acting = withdrawn): Promise<Duty> {
  const receipt = await hub.client.submit('fia', 'case', document());
  for (const client of ['nccia', 'europol']) await hub.client.graphql(client, { query: MARKED_CASE, variables: { id: receipt.id } });
  await act(receipt);
  await toldOf(hub, 'europol', receipt.id);
  return (await toldOf(hub, 'nccia', receipt.id))[0]!;
}

const codes = async (client: string, variables: Readonly<Record<string, unknown>>) => (await askConfirm(hub, client, variables)).codes;
const answers = async (record: string) => Object.fromEntries((await historyOf(hub, 'fia', record)).flatMap(({ holders }) => holders.map(({ agency, status, outcome }) => [agency, [status, outcome]])));

/** Hands in an event of the holder's, and gives what was refused of it, or null once it has taken effect. */
async function byTopic(agency: string, data: unknown): Promise<string[] | null> {
  const id = randomUUID();
  const rejections = await hub.topics.read(agency, 'rejections');
  await hub.topics.handIn(agency, { attributes: { id, type: 'recall.confirmed.v1' }, data });
  const confirmed = async () => (await hub.ground.rows('select from recalls.holder where recall::text = $1 and agency = $2 and confirmed_at is not null', [(data as { id?: string }).id ?? '', agency])).length > 0;
  const refusal = () => rejections.messages.map(({ value }) => JSON.parse(value!) as { event: string; issues: { code: string }[] }).find(({ event }) => event.endsWith(id));
  await eventually(async () => refusal() !== undefined || await confirmed(), () => 'neither taken nor refused');
  return refusal()?.issues.map(({ code }) => code) ?? null;
}

describe('what holders say that they did, LED art. 16(6)', () => {
  it('is part of the record\'s history for the originator and its data-protection officer, and for nobody else', async () => {
    const duty = await recalled();
    const { data } = await askConfirm(hub, 'nccia', { id: duty.id, outcome: 'erased' });
    expect(data.confirmRecall).toMatchObject({ id: duty.id, status: 'confirmed', outcome: 'erased' });
    for (const client of ['fia', 'fia-dpo']) expect(await historyOf(hub, client, duty.record)).toMatchObject([{ holders: [{ agency: 'europol', status: 'open' }, { agency: 'nccia', status: 'confirmed', outcome: 'erased' }] }]);
    expect((await askMade(hub, 'europol', { record: duty.record })).codes).toEqual(['RECORD_NOT_FOUND']);
    expect(JSON.stringify((await askDuties(hub, 'europol')).data)).not.toContain('nccia');
  });

  it('may be said by topic, and by the data-protection officer', async () => {
    const duty = await recalled();
    expect(await byTopic('nccia', { id: duty.id, outcome: 'kept-by-law', legalBasis: 'PTPA2018', doneAt: new Date(Date.now() - 1).toISOString() })).toBeNull();
    expect(await answers(duty.record)).toEqual({ nccia: ['confirmed', 'kept-by-law'], europol: ['open', null] });
    expect((await askConfirm(hub, 'europol-dpo', { id: duty.id, outcome: 'nothing-held' })).data.confirmRecall).toMatchObject({ status: 'confirmed' });
  });

  it('is said once: the same again changes nothing, another outcome is refused, by API and by topic', async () => {
    const duty = await recalled();
    const first = (await askConfirm(hub, 'nccia', { id: duty.id, outcome: 'erased' })).data.confirmRecall;
    expect((await askConfirm(hub, 'nccia', { id: duty.id, outcome: 'erased' })).data.confirmRecall).toEqual(first);
    expect(await codes('nccia', { id: duty.id, outcome: 'nothing-held' })).toEqual(['CONFIRMATION_CONFLICT']);
    const rejections = await hub.topics.read('nccia', 'rejections');
    await hub.topics.handIn('nccia', { attributes: { type: 'recall.confirmed.v1' }, data: { id: duty.id, outcome: 'nothing-held' } });
    await rejections.until((seen) => seen.some(({ value }) => value!.includes('CONFIRMATION_CONFLICT')));
    expect(await answers(duty.record)).toMatchObject({ nccia: ['confirmed', 'erased'] });
  });

  it.each<[string, Acting, readonly string[]]>([
    ['withdrawn', withdrawn, ['rectified', 'restricted']], ['rectified', rectified, ['restricted']], ['restricted', restricted, ['rectified']],
  ])('has to answer the act: a record that is %s', async (_act, act, wrong) => {
    const duty = await recalled(act);
    for (const outcome of wrong) expect([outcome, await codes('nccia', { id: duty.id, outcome })]).toEqual([outcome, ['OUTCOME_NOT_FITTING']]);
    expect(await codes('nccia', { id: duty.id, outcome: duty.act === 'withdrawn' ? 'erased' : duty.act })).toEqual([]);
  });

  it('is refused where it is not the holder who speaks, or there is no such recall, in the same words', async () => {
    const duty = await recalled();
    const said = await Promise.all([['beoe', duty.id], ['fia', duty.id], ['nccia', randomUUID()], ['nccia', 'x'], ['nccia', duty.record]].map(async ([client, id]) => (await askConfirm(hub, client!, { id, outcome: 'erased' })).text));
    expect(said.every((text) => text.includes('RECORD_NOT_FOUND'))).toBe(true);
    expect(new Set(said.slice(0, 3)).size).toBe(1);
    expect(await byTopic('beoe', { id: duty.id, outcome: 'erased' })).toEqual(['RECORD_NOT_FOUND']);
    for (const client of ['operator', 'supervisor']) expect(await codes(client, { id: duty.id, outcome: 'erased' })).toEqual(['ACTION_NOT_ALLOWED']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['an outcome that is none', { outcome: 'lost' }, 'CODE_UNKNOWN'],
    ['what is kept by no law', { outcome: 'kept-by-law' }, 'LEGAL_BASIS_REQUIRED'],
    ['what is kept by a law that is none', { outcome: 'kept-by-law', legalBasis: 'custom' }, 'CODE_UNKNOWN'],
    ['a law by which it was erased', { outcome: 'erased', legalBasis: 'PTPA2018' }, 'INPUT_INVALID'],
    ['a day that is none', { outcome: 'erased', doneAt: 'yesterday' }, 'FORMAT_INVALID'],
    ['a moment without an offset', { outcome: 'erased', doneAt: '2026-01-01T00:00:00' }, 'FORMAT_INVALID'],
    ['a moment that does not exist', { outcome: 'erased', doneAt: '2026-13-41T00:00:00Z' }, 'FORMAT_INVALID'],
    ['what will be done', { outcome: 'erased', doneAt: '2099-01-01T00:00:00Z' }, 'DATE_IN_FUTURE'],
    ['what was done before it was recalled', { outcome: 'erased', doneAt: '2020-01-01T00:00:00Z' }, 'DATES_IN_DISORDER'],
  ])('is refused: %s', async (_story, variables, code) => {
    const duty = await recalled();
    expect(await codes('nccia', { id: duty.id, ...variables })).toEqual([code]);
    expect(await byTopic('nccia', { id: duty.id, ...variables })).toEqual([code]);
    expect(await answers(duty.record)).toMatchObject({ nccia: ['open', null] });
  });

  it('is refused by topic without id or outcome, and where a field is of another kind', async () => {
    const duty = await recalled();
    expect(await byTopic('nccia', { outcome: 'erased' })).toEqual(['FIELD_REQUIRED']);
    expect(await byTopic('nccia', { id: duty.id })).toEqual(['FIELD_REQUIRED']);
    expect(await byTopic('nccia', { id: duty.id, outcome: 'erased', doneAt: 7 })).toEqual(['FIELD_TYPE']);
  });

  it('is asked for in pages and states that exist', async () => {
    for (const [variables, code] of [[{ first: 0 }, 'PAGE_SIZE'], [{ first: 101 }, 'PAGE_SIZE'], [{ after: 'x' }, 'CURSOR_INVALID']] as const) {
      expect((await askDuties(hub, 'nccia', variables)).codes).toEqual([code]);
      expect((await askMade(hub, 'fia', variables)).codes).toEqual([code]);
    }
    expect((await askDuties(hub, 'nccia', { status: 'lost' })).codes).toEqual(['CODE_UNKNOWN']);
    const all: string[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo } = (await askDuties(hub, 'nccia', { first: 2, after })).data.recalls as { edges: { node: Duty }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      all.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    const [{ count }] = await hub.ground.rows<{ count: string }>(`select count(*) from recalls.holder where agency = 'nccia'`) as [{ count: string }];
    expect([all.length, new Set(all).size]).toEqual([Number(count), Number(count)]);
  });

  it('cannot be had of a recall itself: what was withdrawn is not withdrawn, put right or restricted again', async () => {
    const duty = await recalled();
    for (const version of [{ id: duty.record, version: 2 }, { id: duty.id, version: 1 }]) {
      await expect(hub.client.withdraw('fia', version)).rejects.toThrow('RECORD_NOT_FOUND');
      expect((await rectify(hub, 'fia', version, document({ summary: 'Again.' }))).codes).toEqual(['RECORD_NOT_FOUND']);
      expect((await restrict(hub, 'fia', version)).codes).toEqual(['RECORD_NOT_FOUND']);
    }
  });

  it('is asked of nobody who holds nothing any more: an erasure after the withdrawal concerns who still has a copy, and takes the withdrawal\'s place', async () => {
    const duty = await recalled();
    await askConfirm(hub, 'nccia', { id: duty.id, outcome: 'erased' });
    await hub.ground.rows(`select recalls.open(jsonb_populate_record(null::audit.caller, '{"agency": "fia"}'), $1, 'case', 'erased', 3)`, [duty.record]);
    expect(await toldOf(hub, 'europol', duty.record, 2)).toMatchObject([{ act: 'withdrawn', status: 'ended' }, { act: 'erased', status: 'open' }]);
    expect(await toldOf(hub, 'nccia', duty.record)).toMatchObject([{ act: 'withdrawn', status: 'confirmed' }]);
    expect((await historyOf(hub, 'fia', duty.record)).map(({ act, holders }) => [act, holders.map(({ agency }) => agency)])).toEqual([['withdrawn', ['europol', 'nccia']], ['erased', ['europol']]]);
  });

  it('stands in the ledger of who said it, with the record and no content', async () => {
    const duty = await recalled();
    const { operation } = await askConfirm(hub, 'nccia', { id: duty.id, outcome: 'erased' });
    const lines = await hub.ground.rows('select agency, action, records, masks from audit.ledger where operation_id = $1 and cardinality(records) > 0', [operation]);
    expect(lines).toEqual([{ agency: 'nccia', action: 'confirm-recall', records: [duty.record], masks: [0] }]);
  });
});
