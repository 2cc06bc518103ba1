import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope } from '../world/index.js';
import { eventually, newGround, startHub, type Ground, type Hub } from '../world/hub.js';

interface Node { readonly operation: string | null; readonly line: { readonly action: string; readonly records: readonly string[]; readonly masks: readonly number[]; readonly purpose: string; readonly legalBasis: string; readonly caseReference: string | null; readonly officer: string | null; readonly at: string; readonly client: string } }

const LINES = `query($period: String!, $after: String) { ledgerLines(period: $period, after: $after, first: 100) {
  edges { node { operation line } } pageInfo { hasNextPage endCursor } } }`;

let ground: Ground;
let hub: Hub;
beforeAll(async () => {
  ground = await newGround(false);
  hub = await startHub({ ground });
}, 60_000);
afterAll(async () => {
  await hub?.stop();
  await ground?.drop();
});

/** Lines about the record, as the data-protection officer of an agency reads them. */
async function linesAbout(client: string, record: string): Promise<Node[]> {
  const period = new Date().toISOString().slice(0, 7);
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await hub.client.graphql(client, { query: LINES, variables: { period, after }, officer: null });
    nodes.push(...(data.ledgerLines.edges as { node: Node }[]).map(({ node }) => node));
    if (!data.ledgerLines.pageInfo.hasNextPage) return nodes.filter(({ line }) => line.records.includes(record));
    after = data.ledgerLines.pageInfo.endCursor as string;
  }
}

describe('the log of processing, LED art. 25', () => {
  it('tells each agency\'s data-protection officer of collection, alteration, consultation and disclosure, with who, when, for what and on which basis', async () => {
    const document = caseDocument({ envelope: envelope({ recipients: ['nccia'] }) });
    const submitted = await hub.client.submit('fia', 'case', document);
    const { id } = submitted;
    const amended = await hub.client.amend('fia', submitted, { ...document, summary: 'Two more were found.' });
    const officer = { officer: 'o-sana', caseReference: 'FIR-9/2026' };
    await hub.client.graphql('nccia', { query: `{ case(id: "${id}") { id } }`, ...officer });
    await hub.client.graphql('nccia', { query: '{ deliveries(stream: "records") { edges { node { id } } } }' });
    await hub.client.withdraw('fia', amended);
    const operations = async (client: string) => (await linesAbout(client, id)).map(({ operation, line }) => `${operation}: ${line.action}`);
    await eventually(async () => (await operations('fia-dpo')).length >= 4 && (await operations('nccia-dpo')).length >= 2, () => 'not all lines are sealed', 30_000);
    expect((await operations('fia-dpo')).sort()).toEqual(['alteration: amend', 'alteration: withdraw', 'collection: submit', 'consultation: read']); // who amends a case reads its history first
    expect((await operations('nccia-dpo')).sort()).toEqual(['consultation: read', 'disclosure: deliver']);
    const [consulted] = (await linesAbout('nccia-dpo', id)).filter(({ operation }) => operation === 'consultation');
    expect(consulted!.line).toMatchObject({ client: 'nccia', officer: 'o-sana', caseReference: 'FIR-9/2026', purpose: 'criminal-investigation', legalBasis: 'PECA2016' });
    for (const { line } of [...await linesAbout('fia-dpo', id), ...await linesAbout('nccia-dpo', id)]) {
      expect([line.purpose, line.legalBasis, Number.isNaN(Date.parse(line.at))]).toEqual([expect.stringMatching(/./u), expect.stringMatching(/./u), false]);
    }
  }, 90_000);
});
