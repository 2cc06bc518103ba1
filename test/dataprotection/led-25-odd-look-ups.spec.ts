import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeptMemories } from '../../libs/insider/model/kept-memories.js';
import { observe } from '../../libs/insider/model/observe.js';
import { feedOf } from '../world/hub/exits.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';
import { TUNING_SEEDS } from './insider/seeds.js';
import { simulate } from './insider/simulator/simulate.js';
import type { SimulatedLine } from './insider/simulator/year.js';

/** A whole year of the smallest agency. */
const YEAR = [...simulate(TUNING_SEEDS[0]!)].at(-1)!.lines;
const QUERY = `query($status: String, $after: String, $first: Int) { oddLookUps(status: $status, after: $after, first: $first) {
  edges { cursor node { id officer rule title law reason lines { period index } at status closedAt outcome } } pageInfo { hasNextPage endCursor } } }`;
const CLOSE = 'mutation($id: ID!, $outcome: String!) { closeOddLookUp(id: $id, outcome: $outcome) { id status closedAt outcome } }';

interface Told { readonly id: string; readonly officer: string; readonly rule: string; readonly reason: string; readonly lines: readonly { readonly period: string; readonly index: number }[]; readonly at: string; readonly status: string }

let ground: Ground;
let hub: Hub;
beforeAll(async () => { ground = await newGround(false); }, 60_000);
afterAll(async () => {
  await hub?.stop();
  await ground?.drop();
});

/** What other days brought stands in the ledger already: the public door writes only today. */
async function write(agency: string, lines: readonly Omit<SimulatedLine, 'agency'>[]): Promise<void> {
  const rows = lines.map(({ legalBasis: legal_basis, caseReference: case_reference, at, ...line }) => ({ ...line, agency, client: agency, legal_basis, case_reference, at: new Date(at).toISOString() }));
  await ground.rows(`insert into audit.ledger (at, agency, client, officer, action, kind, records, masks, purpose, legal_basis, case_reference, operation_id, policy)
    select at, agency, client, officer, action, kind, records, masks, purpose, legal_basis, case_reference, gen_random_uuid(), 'of the test'
    from jsonb_populate_recordset(null::audit.ledger, $1)`, [JSON.stringify(rows)]);
}

const watched = async (agency: string) => Number((await ground.rows<{ watched: string }>('select watched from insider.place where agency = $1', [agency]))[0]?.watched ?? 0);
const sealed = async (agency: string) => Number((await ground.rows<{ size: string }>('select sum(size) as size from audit.tree where agency = $1', [agency]))[0]?.size ?? 0);
const wholly = (agency: string) => eventually(async () => (await watched(agency)) >= YEAR.length && (await watched(agency)) === (await sealed(agency)), () => 'not all lines were looked at', 60_000);

/** All that a data-protection officer is told, in pages. */
async function told(client: string, variables: Record<string, unknown> = {}): Promise<Told[]> {
  const all: Told[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await hub.client.graphql(client, { query: QUERY, variables: { first: 5, ...variables, after } });
    const { edges, pageInfo } = data.oddLookUps as { edges: { node: Told }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    all.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

describe('odd look-ups, LED art. 25', () => {
  it('are found in what the ledger holds, also by a watch that is killed in the middle: nothing is left out, nothing told twice', async () => {
    await write('fia', YEAR);
    for (const least of [1, YEAR.length / 3]) {
      const killed = await startHub({ ground });
      await eventually(async () => (await watched('fia')) >= least, () => 'nothing was looked at', 60_000);
      await killed.kill();
      expect(await watched('fia')).toBeLessThan(YEAR.length);
    }
    hub = await startHub({ ground });
    await wholly('fia');
    const [tree] = await ground.rows<{ period: string }>(`select period from audit.tree where agency = 'fia' order by period`);
    const memories = new KeptMemories();
    const expected = YEAR.flatMap((line, index) => observe({ ...line, place: `${tree!.period}/${index}` }, memories));
    expect(expected.length).toBeGreaterThan(5);
    const found = await told('fia-dpo');
    const plain = (one: { officer: string; rule: string; reason: string }, places: readonly string[]) => [one.officer, one.rule, one.reason, places.join(' ')].join('; ');
    expect(found.map((one) => plain(one, one.lines.map(({ period, index }) => `${period}/${index}`))).sort()).toEqual(expected.map((one) => plain(one, one.places)).sort());
  }, 180_000);

  it('are told with the reason within seconds of the look-up that made them odd, and the lines can be read', async () => {
    const day = 86_400_000;
    const id = (nth: number) => `01900000-0000-7000-8000-0000000000${String(nth).padStart(2, '0')}`;
    const inVain = (days: number) => [1, 2, 3].map((nth) => ({
      client: 'fia', officer: 'o-bilal', action: 'read', kind: 'case', records: [id(nth)], masks: [0], purpose: 'criminal-investigation', legalBasis: 'PTPA2018', caseReference: 'FIR-7/2026', at: Date.now() - days * day,
    }));
    await write('fia', [6, 4, 2].flatMap(inVain));
    const { data } = await hub.client.graphql('fia', { query: `{ ${[4, 5, 6].map((nth) => `c${nth}: case(id: "${id(nth)}") { id }`).join(' ')} }`, officer: 'o-bilal', caseReference: 'FIR-7/2026' });
    expect(Object.values(data)).toEqual([null, null, null]);
    await eventually(async () => (await told('fia-dpo')).some(({ officer }) => officer === 'o-bilal'), () => 'no finding', 30_000);
    const [finding] = (await told('fia-dpo', { status: 'open' })).filter(({ officer }) => officer === 'o-bilal');
    expect(finding).toMatchObject({ rule: 'look-ups-in-vain', status: 'open', law: 'LED art. 25(1), 29(2)(e)', reason: 'On 4 days within 60, 3 or more records in a row that are not shown.' });
    const { period, index } = finding!.lines.at(-1)!;
    const [line] = await ground.rows<{ officer: string }>(`select officer from audit.ledger where agency = 'fia' order by era, xid, seq offset $1 limit 1`, [index]);
    expect([period.length > 3, line!.officer]).toEqual([true, 'o-bilal']);
  }, 90_000);

  it('are told to nobody else: not to officers, another agency\'s data-protection officer, the operator or the supervisor', async () => {
    for (const client of ['fia', 'operator', 'supervisor']) {
      expect([client, (await hub.client.graphql(client, { query: QUERY })).codes]).toEqual([client, ['ACTION_NOT_ALLOWED']]);
    }
    expect(await told('nccia-dpo')).toEqual([]);
    const [{ id }] = await told('fia-dpo') as [Told];
    for (const [client, code] of [['fia', 'ACTION_NOT_ALLOWED'], ['operator', 'ACTION_NOT_ALLOWED'], ['nccia-dpo', 'RECORD_NOT_FOUND']] as const) {
      expect([client, (await hub.client.graphql(client, { query: CLOSE, variables: { id, outcome: 'explained' } })).codes]).toEqual([client, [code]]);
    }
  });

  it('are told as they are found, on a stream that is the data-protection officer\'s: which, and by which rule, and nothing of whom', async () => {
    const found = await told('fia-dpo');
    const events = (await feedOf(hub, 'fia-dpo', null, 'protection')).filter(({ type }) => type === 'odd-look-up.found.v1');
    expect(events.map(({ recordId }) => recordId).sort()).toEqual(found.map(({ id }) => id).sort());
    for (const { recordId, event } of events) expect(event.data).toEqual({ finding: recordId, rule: found.find(({ id }) => id === recordId)!.rule, at: found.find(({ id }) => id === recordId)!.at });
    for (const client of ['fia', 'supervisor']) await expect(feedOf(hub, client, null, 'protection')).rejects.toThrow('STREAM_UNKNOWN');
  });

  it('are never told to the one whom they are about, though it be a data-protection officer', async () => {
    const [finding] = (await told('fia-dpo')).filter(({ officer }) => officer === 'o-bilal');
    const asBilal = (query: string, variables: Record<string, unknown>) => hub.client.graphql('fia-dpo', { query, variables, officer: 'o-bilal' });
    expect((await asBilal(QUERY, { first: 100 })).text).not.toContain(finding!.id);
    expect((await asBilal(CLOSE, { id: finding!.id, outcome: 'explained' })).codes).toEqual(['RECORD_NOT_FOUND']);
    const feed = await asBilal('{ deliveries(stream: "protection", first: 100) { edges { node { recordId } } } }', {});
    expect([feed.codes, feed.text.includes(finding!.id)]).toEqual([[], false]);
  });

  it('are closed with what became of them, once; that they were read and closed stands in the ledger', async () => {
    const [{ id }] = await told('fia-dpo', { status: 'open' }) as [Told];
    expect((await hub.client.graphql('fia-dpo', { query: CLOSE, variables: { id, outcome: 'because' } })).codes).toEqual(['CODE_UNKNOWN']);
    const { data, operation } = await hub.client.graphql('fia-dpo', { query: CLOSE, variables: { id, outcome: 'under-inquiry' } });
    expect(data.closeOddLookUp).toMatchObject({ id, status: 'closed', outcome: 'under-inquiry' });
    expect(await ground.rows('select agency, client, action from audit.ledger where operation_id = $1', [operation])).toEqual([{ agency: 'fia', client: 'fia-dpo', action: 'close-odd-look-up' }]);
    expect((await hub.client.graphql('fia-dpo', { query: CLOSE, variables: { id, outcome: 'mistake' } })).data.closeOddLookUp).toEqual(data.closeOddLookUp);
    expect((await told('fia-dpo', { status: 'closed' })).map((one) => one.id)).toEqual([id]);
    expect((await told('fia-dpo', { status: 'open' })).some((one) => one.id === id)).toBe(false);
  });

  it('go when their time has come, and a line of the agency\'s ledger proves it; what is inquired into stays longer', async () => {
    const [inquired] = await told('fia-dpo', { status: 'closed' }) as [Told];
    const [open, young] = await told('fia-dpo', { status: 'open' }) as [Told, Told];
    const aged = (days: number, ...ids: string[]) => ground.rows(`update insider.finding set at = now() - $2 * interval '1 day' where id = any ($1)`, [ids, days]);
    await aged(1_094, young.id);
    await aged(1_096, inquired.id, open.id);
    const left = async () => (await told('fia-dpo')).map(({ id }) => id);
    await eventually(async () => !(await left()).includes(open.id), () => 'it did not go', 30_000);
    expect(await left()).toEqual(expect.arrayContaining([inquired.id, young.id]));
    expect(await ground.rows(`select agency, client, records, masks from audit.ledger where action = 'drop-findings'`)).toEqual([{ agency: 'fia', client: 'insider', records: [open.id], masks: [0] }]);
    await aged(2_191, inquired.id);
    await eventually(async () => !(await left()).includes(inquired.id), () => 'it did not go', 30_000);
  }, 90_000);

  it('hold pseudonyms, references and ids, and are asked for in pages and states that exist', async () => {
    for (const [variables, code] of [[{ first: 0 }, 'PAGE_SIZE'], [{ first: 101 }, 'PAGE_SIZE'], [{ status: 'lost' }, 'CODE_UNKNOWN'], [{ after: 'x' }, 'CURSOR_INVALID']] as const) {
      expect((await hub.client.graphql('fia-dpo', { query: QUERY, variables })).codes).toEqual([code]);
    }
    const columns = await ground.rows<{ name: string }>(`select column_name as name from information_schema.columns where table_schema = 'insider' and table_name = 'finding' order by ordinal_position`);
    expect(columns.map(({ name }) => name)).toEqual(['agency', 'id', 'officer', 'rule', 'reason', 'lines', 'at', 'closed_at', 'closed_by', 'outcome']);
  });
});
