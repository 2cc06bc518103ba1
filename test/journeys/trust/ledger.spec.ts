import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { maskOf } from '#libs/contracts';
import { alertDocument, caseDocument, envelope } from '../../world/index.js';
import { feedOf, follow, take } from '../../world/hub/exits.js';
import { startHub, SUBMISSIONS, type Answer, type Hub, type Receipt } from '../../world/hub.js';

const SHARED = envelope({ recipients: ['nccia', 'europol'] });
const BY_ID = 'query($id: ID!) { case(id: $id) { id summary victims { identity { fullName } } } }';
const JOINED = '{ cases { edges { node { id originator { name } alerts { id case { id summary } } } } } }';

interface Line {
  readonly agency: string;
  readonly client: string;
  readonly officer: string | null;
  readonly action: string;
  readonly kind: string | null;
  readonly records: string[];
  readonly masks: number[];
  readonly purpose: string;
  readonly legal_basis: string;
  readonly case_reference: string | null;
  readonly policy: string;
}

let hub: Hub;
let aCase: Receipt;
beforeAll(async () => {
  hub = await startHub({ environment: { DATABASE_POOL_SIZE: '1' } });
  aCase = await hub.client.submit('fia', 'case', caseDocument({ envelope: SHARED }));
  await hub.client.submit('fia', 'alert', alertDocument({ envelope: SHARED, caseId: aCase.id }));
}, 90_000);
afterAll(() => hub?.stop());

const linesOf = ({ operation }: Pick<Answer, 'operation'>) =>
  hub.ground.rows<Line>('select * from audit.ledger where operation_id = $1 order by seq', [operation]);
const counts = () => hub.ground.rows(`select (select count(*) from records.record) as records, (select count(*) from records.record_audience) as audience,
  (select count(*) from records.submission) as keys, (select count(*) from delivery.entry) as deliveries, (select count(*) from audit.ledger) as lines`);

describe('every answer has its line in the ledger before it leaves', () => {
  it('a record that was read: who, for whom, why, on which basis, and what was shown', async () => {
    const answer = await hub.client.graphql('nccia', {
      query: BY_ID, variables: { id: aCase.id }, officer: 'o-4711', headers: { 'amanat-case-reference': 'FIR-12/2026' },
    });
    const [line, ...more] = await linesOf(answer);
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      agency: 'nccia', client: 'nccia', officer: 'o-4711', action: 'read', kind: 'case', records: [aCase.id],
      purpose: 'criminal-investigation', legal_basis: 'PECA2016', case_reference: 'FIR-12/2026',
    });
    expect(line!.masks).toEqual([maskOf('REFERENCE', 'EVENT', 'VICTIM_IDENTITY')]); // of all it may see, what the question asked for
    expect(line!.policy).toMatch(/^[0-9a-f]{16,}$/);
  });

  it('a record of which only some classes were asked for: none but these was opened', async () => {
    const answer = await hub.client.graphql('nccia', { query: 'query ($id: ID!) { case(id: $id) { id withheld } }', variables: { id: aCase.id }, officer: 'o-4711' });
    expect(await linesOf(answer)).toMatchObject([{ action: 'read', records: [aCase.id], masks: [maskOf('REFERENCE')] }]);
    expect(answer.data).toMatchObject({ case: { withheld: ['CUSTODY', 'VICTIM_CONTACT', 'SPECIAL_CATEGORY'] } });
  });

  it('a record that was asked for and not shown: with nothing disclosed', async () => {
    const answer = await hub.client.graphql('pta', { query: BY_ID, variables: { id: aCase.id } });
    expect(await linesOf(answer)).toMatchObject([{ agency: 'pta', action: 'read', records: [aCase.id], masks: [0] }]);
  });

  it('a list, a filter and a list of nothing', async () => {
    const list = await hub.client.graphql('europol', { query: '{ cases { edges { node { id } } } }' });
    expect(await linesOf(list)).toMatchObject([{ action: 'list', kind: 'case', records: [aCase.id] }]);
    const none = await hub.client.graphql('iom', { query: '{ cases { edges { node { id } } } }' });
    expect(await linesOf(none)).toMatchObject([{ agency: 'iom', action: 'list', records: [] }]);
  });

  it('a query over three subgraphs: one line for each look, all of one operation', async () => {
    const answer = await hub.client.graphql('nccia', { query: JOINED });
    const shown = answer.data.cases.edges[0].node;
    const lines = await linesOf(answer);
    expect(lines.map(({ action, kind }) => `${action} ${kind}`).sort()).toEqual(['list alert', 'list case', 'read case']);
    expect(lines.flatMap(({ records }) => records)).toEqual(expect.arrayContaining([shown.id, shown.alerts[0].id]));
  });

  it('a feed and a subscription', async () => {
    await feedOf(hub, 'nccia'); // waits until entries show: other tests share the server
    const page = await hub.client.graphql('nccia', { query: '{ deliveries(stream: "records") { edges { node { id } } } }' });
    expect(await linesOf(page)).toMatchObject([{ action: 'deliver', records: [aCase.id], legal_basis: 'PECA2016' }]);
    const before = await counts();
    const events = follow(hub, 'socket', 'nccia');
    await take(events, 1);
    const after = await counts();
    await events.return(undefined);
    expect(Number((after[0] as { lines: string }).lines)).toBeGreaterThan(Number((before[0] as { lines: string }).lines));
  });

  it('a write, and a write that was refused', async () => {
    const written = await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: caseDocument(), key: 'a write' } });
    expect(await linesOf(written)).toMatchObject([{ action: 'submit', kind: 'case', records: [written.data.receipt.id] }]);
    const refused = await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: caseDocument({ status: 'Asleep' }), key: 'refused' } });
    expect([refused.codes, await linesOf(refused)]).toEqual([['CODE_UNKNOWN'], []]);
  });

  it('no value of a person stands in it', async () => {
    const [{ text } = { text: '' }] = await hub.ground.rows<{ text: string }>(`select coalesce(string_agg(to_jsonb(l)::text, ' '), '') as text from audit.ledger l`);
    expect(text.length).toBeGreaterThan(100);
    for (const value of ['زینب', 'Arshad', '35202', '923001234567', 'Recruited for work']) expect(text).not.toContain(value);
  });
});

const AWAY = [
  ['may not be written', 'revoke insert on audit.ledger from amanat_view, amanat_store', 'grant insert on audit.ledger to amanat_view, amanat_store'],
  ['is not there', 'alter table audit.ledger rename to gone', 'alter table audit.gone rename to ledger'],
  ['takes no more', `alter table audit.ledger add constraint no_more check (at < '2020-01-01') not valid`, 'alter table audit.ledger drop constraint no_more'],
] as const;

describe.each(AWAY)('where the ledger %s', (_how, away, back) => {
  beforeAll(async () => void (await hub.ground.rows(away)));
  afterAll(async () => void (await hub.ground.rows(back)));

  it.each([
    ['a record', { query: BY_ID, variables: {} }],
    ['a list', { query: '{ cases { edges { node { id } } } }' }],
    ['a join', { query: JOINED }],
    ['the feed', { query: '{ deliveries(stream: "records") { edges { node { id } } } }' }],
    ['an explanation', { query: `{ explanation(client: "nccia", record: "01900000-0000-7000-8000-00000000dead") { class } }` }],
  ])('%s is not given', async (_what, asked) => {
    const answer = await hub.client.graphql('nccia', { ...asked, variables: { id: aCase.id } });
    expect(answer.codes).toEqual(['LEDGER_UNAVAILABLE']);
    expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
    expect(answer.text).not.toContain('summary');
  });

  it('nothing is taken in either', async () => {
    const state = () => hub.ground.rows(`select (select count(*) from records.record) as records, (select count(*) from records.record_audience) as audience,
      (select count(*) from records.submission) as keys, (select count(*) from delivery.entry) as deliveries`);
    const before = await state();
    const answer = await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: caseDocument({ envelope: SHARED }), key: 'unwritten' } });
    expect(answer.codes).toEqual(['LEDGER_UNAVAILABLE']);
    expect(await state()).toEqual(before);
  });

  it('a subscription brings nothing', async () => {
    const events = follow(hub, 'events', 'nccia');
    const { value } = await events.next();
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'LEDGER_UNAVAILABLE' } }] });
    await events.return(undefined);
  });
});

describe('with one connection to the database', () => {
  it('many joined queries at once are all answered: none holds a connection while it waits for another part', async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => hub.client.graphql('nccia', { query: JOINED })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.codes).toEqual([]);
  });
});
