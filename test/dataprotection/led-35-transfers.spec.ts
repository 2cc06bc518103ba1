import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub, type Answer, type Hub } from '../world/hub.js';
import { caseDocument, envelope, type Tree } from '../world/index.js';
import { officer } from './approving.js';

const EUROPOL = { legalBasis: 'EUROPOL-2016-794-18', recipients: ['fia', 'de-bka'], purposes: ['criminal-investigation'] };
const GATED = ['ASSESSMENT', 'EVIDENCE', 'FINANCE', 'SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY'];
const REGISTER = `query($after: String, $first: Int) { transfers(after: $after, first: $first) { edges { cursor node {
  record recipient basis justification authorisedBy authorisedAt authorisation classes recordedAt } } pageInfo { hasNextPage endCursor } } }`;

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 90_000);
afterAll(() => hub?.stop());

const submitted = async (changes: Tree = {}) => (await hub.client.submit('europol', 'case', caseDocument({ envelope: envelope({ ...EUROPOL, ...changes }) }))).id;

function recorded(record: string, more: Record<string, unknown> = {}, client = 'europol'): Promise<Answer> {
  const variables = { record, to: 'fia', basis: 'EUROPOL-25', justification: 'investigation', by: 'europol', at: '2026-01-15T10:00:00Z', reference: 'EP-7/2026', approval: null, key: `${record}/transfer`, ...more };
  return officer(hub, client).ask(`mutation($record: ID!, $to: String!, $basis: String!, $justification: String!, $by: String!, $at: DateTime, $reference: String, $approval: ID, $key: ID!) {
    receipt: recordTransfer(record: $record, to: $to, basis: $basis, justification: $justification, authorisedBy: $by, authorisedAt: $at, authorisation: $reference, approval: $approval, idempotencyKey: $key) { id kind version duplicate } }`, variables);
}

async function authorisation(record: string, more: Record<string, unknown> = {}): Promise<Answer> {
  return officer(hub, 'europol').ask(`mutation($record: ID!, $of: String!, $to: String!, $basis: String!, $key: ID!) {
    receipt: requestTransferAuthorisation(record: $record, of: $of, to: $to, basis: $basis, justification: "investigation", idempotencyKey: $key) { id procedure state } }`,
  { record, of: 'de-bka', to: 'fia', basis: 'LED-38-1-D', key: `${record}/authorise`, ...more });
}

const withheld = async (record: string) => ((await officer(hub, 'fia').reads(record)).withheld as string[]).filter((code) => GATED.includes(code)).sort();
const register = async (client: string, variables: Record<string, unknown> = {}) => (await hub.client.graphql(client, { query: REGISTER, variables })).data.transfers;

describe('personal data of the Union that go to a third country: LED art. 35-38', () => {
  it('stay where they are while no transfer record says otherwise, addressed or not', async () => {
    expect(await withheld(await submitted())).toEqual(GATED);
  });

  it('go on the basis of the directive only when the Member State that supplied them has authorised it, inside the hub', async () => {
    const record = await submitted();
    const lacking = { basis: 'LED-38-1-D', by: 'de-bka', at: null, reference: null };
    expect((await recorded(record, { basis: 'LED-38-1-D' })).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']); // a Union agency is no Member State
    expect((await recorded(record, lacking)).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    const { data: asked } = await authorisation(record);
    expect(asked.receipt).toMatchObject({ procedure: 'transfer-authorisation', state: 'open' });
    const approval = asked.receipt.id;
    expect((await recorded(record, { ...lacking, approval })).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    expect((await officer(hub, 'de-bka').answer(approval, true)).data.receipt.state).toBe('agreed');
    expect((await recorded(record, { ...lacking, approval, to: 'nccia' })).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    expect((await recorded(record, { ...lacking, approval, basis: 'LED-39' })).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    expect((await recorded(await submitted(), { ...lacking, approval })).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    expect(await withheld(record)).toEqual(GATED);
    expect((await recorded(record, { ...lacking, approval })).data.receipt).toMatchObject({ id: record, version: 2, duplicate: false });
    expect((await recorded(record, { ...lacking, approval })).data.receipt).toMatchObject({ id: record, version: 2, duplicate: true });
    expect(await withheld(record)).toEqual([]);
  });

  it('are documented: when, to whom, on which basis, by whose authority, why, and which data; told to the data-protection officer of that agency alone', async () => {
    const record = await submitted();
    expect((await recorded(record)).data.receipt.version).toBe(2);
    const inDocument = await submitted({ transfers: [{ to: 'fia', basis: 'EUROPOL-25', authorisation: 'EP-8/2026', authorisedAt: '2026-01-16T10:00:00Z' }] });
    const { edges } = await register('europol-dpo');
    const [second, first] = edges.map(({ node }: { node: unknown }) => node) as Record<string, unknown>[];
    expect(first).toMatchObject({
      record, recipient: 'fia', basis: 'EUROPOL-25', justification: 'investigation', authorisedBy: 'europol', authorisedAt: '2026-01-15T10:00:00.000Z', authorisation: 'EP-7/2026',
      classes: ['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY'],
    });
    expect(Date.parse(String(first!['recordedAt']))).toBeGreaterThan(Date.now() - 60_000);
    expect(second).toMatchObject({ record: inDocument, authorisation: 'EP-8/2026', justification: null });
    expect((await register('fia-dpo')).edges).toEqual([]);
    for (const client of ['europol', 'fia', 'operator', 'supervisor']) expect([client, (await hub.client.graphql(client, { query: REGISTER })).codes]).toEqual([client, ['ACTION_NOT_ALLOWED']]);
  });

  it('the register is read in pages, and outlasts the transfer', async () => {
    const receipt = await hub.client.submit('europol', 'case', caseDocument({ envelope: envelope(EUROPOL) }));
    const { data } = await recorded(receipt.id);
    expect(await withheld(receipt.id)).toEqual([]);
    await hub.client.amend('europol', { id: receipt.id, version: data.receipt.version }, caseDocument({ envelope: envelope(EUROPOL) }));
    expect(await withheld(receipt.id)).toEqual(GATED);
    const all: string[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo } = await register('europol-dpo', { first: 2, after }) as { edges: { node: { record: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      all.push(...edges.map(({ node }) => node.record));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect([all[0], all.length]).toEqual([receipt.id, Number((await hub.ground.rows<{ count: string }>(`select count(*) from transfers.transfer where originator = 'europol'`))[0]!.count)]);
  });

  it('a recipient asks them of a Union agency only on its own rules: what a Member State supplied is not a Union agency\'s to let go on', async () => {
    const record = await submitted({ recipients: ['de-bka'], onward: 'with-consent' });
    const bka = officer(hub, 'de-bka');
    expect((await bka.onward(record, 'fia', { basis: 'LED-38-1-D' })).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']);
    expect((await bka.onward(record, 'fia', { basis: 'EUROPOL-25' })).data.receipt).toMatchObject({ procedure: 'onward-transfer', state: 'open' });
  });

  it('bad input is refused by code, and nothing of it is kept', async () => {
    const record = await submitted();
    const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ at: '2036-01-15T10:00:00Z' }, 'DATE_IN_FUTURE'], [{ at: 'yesterday' }, 'FORMAT_INVALID'], [{ at: null }, 'FIELD_REQUIRED'], [{ reference: null }, 'FIELD_REQUIRED'],
      [{ reference: 'Arshad\nMehmood' }, 'FORMAT_INVALID'], [{ to: 'nobody' }, 'AGENCY_UNKNOWN'], [{ by: 'nobody' }, 'AGENCY_UNKNOWN'], [{ basis: 'LED-1' }, 'CODE_UNKNOWN'],
      [{ justification: 'because' }, 'CODE_UNKNOWN'], [{ by: 'fia' }, 'TRANSFER_AUTHORITY_REQUIRED'], [{ key: ' ' }, 'FORMAT_INVALID'],
      [{ record: '01900000-0000-7000-8000-00000000dead' }, 'RECORD_NOT_FOUND'], [{ record: 'x' }, 'RECORD_NOT_FOUND'],
    ];
    for (const [more, code] of wrong) expect([more, (await recorded(record, more)).codes]).toEqual([more, [code]]);
    expect((await recorded(record, {}, 'fia')).codes).toEqual(['RECORD_NOT_FOUND']); // a recipient is not the originator
    for (const [more, code] of [[{ of: 'fia' }, 'TRANSFER_AUTHORITY_REQUIRED'], [{ of: 'nobody' }, 'AGENCY_UNKNOWN'], [{ basis: 'EUROPOL-25' }, 'TRANSFER_AUTHORITY_REQUIRED'], [{ record: 'x' }, 'RECORD_NOT_FOUND']] as const) {
      expect([more, (await authorisation(record, more)).codes]).toEqual([more, [code]]);
    }
    const unaddressed = await submitted({ recipients: ['fia'] });
    expect((await authorisation(unaddressed)).codes).toEqual(['TRANSFER_AUTHORITY_REQUIRED']); // who does not see the data cannot judge
    expect(await hub.ground.rows('select from transfers.transfer where record = any ($1)', [[record, unaddressed]])).toEqual([]);
    expect(await withheld(record)).toEqual(GATED);
  });
});
