import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, envelope } from '../world/index.js';
import { newGround, startHub, type Ground, type Hub } from '../world/hub.js';

const SUBMIT = 'mutation($document: CaseInput!, $key: ID!) { receipt: submitCase(case: $document, idempotencyKey: $key) { id } }';
const READ = 'query($id: ID!) { case(id: $id) { withheld victims { special { ground necessity health } } } }';
const withSpecial = (special: object) => caseDocument({ envelope: envelope({ recipients: ['nccia', 'police-punjab'], purposes: ['criminal-investigation', 'victim-protection'] }), victims: [{ ref: 'V1', special }] });

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

describe('special categories, LED art. 10', () => {
  it('are not taken without the ground and what they are strictly necessary for, and nothing of the record is kept', async () => {
    const refused = async (special: object) => (await hub.client.graphql('fia', { query: SUBMIT, variables: { document: withSpecial(special), key: JSON.stringify(special) } })).codes;
    expect(await refused({ ground: 'LED-10-B', health: 'Needs a doctor.' })).toEqual(['NECESSITY_REQUIRED']);
    expect(await refused({ ground: 'LED-10-B', necessity: ['curiosity'], health: 'Needs a doctor.' })).toEqual(['CODE_UNKNOWN']);
    expect(await refused({ necessity: ['care'], health: 'Needs a doctor.' })).toEqual(['FIELD_REQUIRED']);
    expect(await ground.rows('select from records.record')).toEqual([]);
  });

  it('are shown with ground and necessity to an officer who protects the victim, and to nobody for an investigation', async () => {
    const { id } = await hub.client.submit('fia', 'case', withSpecial({ ground: 'LED-10-B', necessity: ['care'], health: 'Needs a doctor.' }));
    const ask = async (purpose: string) => (await hub.client.graphql('police-punjab', { query: READ, variables: { id }, purpose, officer: 'o-sana' })).data.case;
    expect(await ask('victim-protection')).toMatchObject({ victims: [{ special: { ground: 'LED-10-B', necessity: ['care'], health: 'Needs a doctor.' } }] });
    const investigating = await ask('criminal-investigation');
    expect([investigating.victims, investigating.withheld]).toEqual([[{ special: null }], expect.arrayContaining(['SPECIAL_CATEGORY'])]);
  });

  it('never travel in an event', async () => {
    const { data } = await hub.client.graphql('police-punjab', { query: '{ deliveries(stream: "records") { edges { node { event } } } }' });
    expect(JSON.stringify(data)).not.toContain('Needs a doctor.');
    expect(data.deliveries.edges.length).toBeGreaterThan(0);
  });
});
