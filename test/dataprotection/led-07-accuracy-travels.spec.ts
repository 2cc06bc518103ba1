import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { startHub, SUBMISSIONS, type Hub } from '../world/hub.js';
import { alertDocument, caseDocument, envelope, incidentDocument, type Tree } from '../world/index.js';
import { rectify } from './recalls/told.js';

const QUALITY = { accuracy: 'plausible', completeness: 'partial', verifiedOn: '2026-01-20' };
/** One that sees everything, one that sees no assessments, one that sees methods alone, and one that protects. */
const RECIPIENTS = { nccia: 'criminal-investigation', frontex: 'threat-analysis', pta: 'content-blocking', iom: 'victim-protection' } as const;
const SHARED = { recipients: Object.keys(RECIPIENTS), purposes: Object.values(RECIPIENTS), quality: QUALITY };

let hub: Hub;
beforeAll(async () => { hub = await startHub({ kafka: true }); }, 90_000);
afterAll(() => hub?.stop());

const read = async (client: string, type: string, id: string, purpose: string) =>
  (await hub.client.graphql(client, { query: `query($id: ID!) { found: ${type}(id: $id) { version asOf withheld envelope { quality { accuracy completeness verifiedOn } } } }`, variables: { id }, purpose })).data.found;

describe('what a recipient needs to judge accuracy, completeness and age goes with the data, LED art. 7(2)', () => {
  it.each([
    ['case', caseDocument({ envelope: envelope(SHARED) }), 'records'],
    ['incident', incidentDocument({ envelope: envelope({ ...SHARED, classification: 'smuggling' }) }), 'records'],
    ['alert', alertDocument({ envelope: envelope(SHARED) }), 'alerts'],
  ] as const)('with every %s to every recipient, by query, by feed and by topic, whatever it may see of the rest', async (kind, document, stream) => {
    const topics = new Map(await Promise.all(Object.keys(RECIPIENTS).map(async (agency) => [agency, await hub.topics.read(agency, stream)] as const)));
    const { id } = await hub.client.submit('fia', kind, document);
    for (const [agency, purpose] of Object.entries(RECIPIENTS)) {
      const shown = await read(agency, kind, id, purpose);
      expect([agency, shown]).toEqual([agency, { version: 1, asOf: expect.stringMatching(/^20\d\d-.*Z$/u), withheld: expect.any(Array), envelope: { quality: QUALITY } }]);
      const entry = (await feedOf(hub, agency, null, stream)).find(({ recordId }) => recordId === id)!;
      const [message] = (await topics.get(agency)!.until((seen) => seen.some(({ key }) => key === id))).filter(({ key }) => key === id);
      for (const told of [entry.event.data, JSON.parse(String(message!.value))]) {
        expect([agency, told.envelope.quality, told.asOf, told.version, told.withheld]).toEqual([agency, QUALITY, shown.asOf, 1, expect.any(Array)]);
      }
    }
  });

  it('put right, it says so: a later date, and what the originator vouches for now', async () => {
    const receipt = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ ...SHARED, quality: { accuracy: 'not-verified' } }) }));
    const before = await read('frontex', 'case', receipt.id, 'threat-analysis');
    expect(before.envelope.quality).toEqual({ accuracy: 'not-verified', completeness: null, verifiedOn: null });
    const { codes } = await rectify(hub, 'fia', receipt, caseDocument({ envelope: envelope({ ...SHARED, quality: { accuracy: 'verified', completeness: 'complete', verifiedOn: '2026-02-01' } }) }), 'incomplete');
    expect(codes).toEqual([]);
    const after = await read('frontex', 'case', receipt.id, 'threat-analysis');
    expect(after).toMatchObject({ version: 2, envelope: { quality: { accuracy: 'verified', completeness: 'complete', verifiedOn: '2026-02-01' } } });
    expect(Date.parse(after.asOf)).toBeGreaterThan(Date.parse(before.asOf));
  });

  it('is checked when it is handed in: codes, and no day that is still to come', async () => {
    const refused = async (quality: Tree) => (await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: caseDocument({ envelope: envelope({ quality }) }), key: JSON.stringify(quality) } })).codes;
    expect([await refused({ accuracy: 'certain' }), await refused({ completeness: 'all' }), await refused({ verifiedOn: '2999-01-01' })]).toEqual([['CODE_UNKNOWN'], ['CODE_UNKNOWN'], ['DATE_IN_FUTURE']]);
  });
});
