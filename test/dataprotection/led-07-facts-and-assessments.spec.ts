import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { startHub, SUBMISSIONS, type Hub } from '../world/hub.js';
import { caseDocument, envelope, type Tree } from '../world/index.js';

const CONCLUDED = 'The recruiter works for the same handler.';
const READ = `query($id: ID!) { case(id: $id) { version asOf withheld summary victims { ref statement traffickingStatus } suspects { ref statement } assessments { text statement } comments { text }
  envelope { statement informationGrading { scheme value } } } }`;
const document = (changes: Tree = {}) => caseDocument({
  envelope: envelope({ recipients: ['nccia', 'frontex'], purposes: ['criminal-investigation', 'threat-analysis'], statement: 'fact', informationGrading: { scheme: 'ADMIRALTY', value: '2' } }),
  victims: [{ ref: 'V1', statement: 'fact', traffickingStatus: 'PossibleVictimOfTrafficking' }], suspects: [{ ref: 'S1', statement: 'assessment' }],
  assessments: [{ text: CONCLUDED, about: 'S1', statement: 'assessment' }], comments: [{ text: 'To be looked at again.' }], ...changes,
});

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 60_000);
afterAll(() => hub?.stop());

const read = async (client: string, id: string, purpose = 'criminal-investigation') => (await hub.client.graphql(client, { query: READ, variables: { id }, purpose })).data.case;
const inFeed = async (client: string, id: string) => (await feedOf(hub, client)).filter(({ recordId }) => recordId === id);

describe('facts and personal assessments are kept apart, LED art. 7(1)', () => {
  it('whoever is shown both is told which is which: of the record, of each person, of each conclusion', async () => {
    const { id } = await hub.client.submit('fia', 'case', document());
    expect(await read('nccia', id)).toMatchObject({
      envelope: { statement: 'fact', informationGrading: { scheme: 'ADMIRALTY', value: '2' } }, victims: [{ ref: 'V1', statement: 'fact', traffickingStatus: 'PossibleVictimOfTrafficking' }],
      suspects: [{ ref: 'S1', statement: 'assessment' }], assessments: [{ text: CONCLUDED, statement: 'assessment' }],
    });
    const [event] = await inFeed('nccia', id);
    expect(event!.event.data).toMatchObject({ assessments: [{ text: CONCLUDED, statement: 'assessment' }], suspects: [{ ref: 'S1', statement: 'assessment' }] });
  });

  it('whoever is shown facts alone gets no conclusion by any field or exit, and is told that they are withheld', async () => {
    const { id } = await hub.client.submit('fia', 'case', document());
    const shown = await read('frontex', id);
    expect(shown).toMatchObject({ summary: 'Recruited for work abroad, held on arrival.', victims: [{ ref: 'V1', statement: 'fact', traffickingStatus: null }], assessments: null, comments: null, withheld: expect.arrayContaining(['ASSESSMENT']) });
    const [event] = await inFeed('frontex', id);
    expect([event!.event.data.withheld, JSON.stringify(event)]).toEqual([expect.arrayContaining(['ASSESSMENT']), expect.not.stringContaining(CONCLUDED)]);
  });

  it('an assessment that calls itself a fact is not taken, nor amended into one, by the API and by the same rule', async () => {
    const asFact = document({ assessments: [{ text: CONCLUDED, statement: 'fact' }] });
    const refused = await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: asFact, key: 'as-fact' } });
    expect(refused.codes).toEqual(['STATEMENT_NOT_FITTING']);
    const receipt = await hub.client.submit('fia', 'case', document());
    await expect(hub.client.amend('fia', receipt, asFact)).rejects.toThrow('STATEMENT_NOT_FITTING');
    expect((await read('nccia', receipt.id)).assessments).toMatchObject([{ statement: 'assessment' }]);
  });

  it('a changed assessment is no news to whoever is shown facts alone: no event, no version, no later date', async () => {
    const receipt = await hub.client.submit('fia', 'case', document());
    const before = await read('frontex', receipt.id);
    await hub.client.amend('fia', receipt, document({ assessments: [{ text: 'He does not.', statement: 'assessment' }] }));
    expect(await read('frontex', receipt.id)).toEqual(before);
    expect(await inFeed('frontex', receipt.id)).toHaveLength(1);
    expect(await read('nccia', receipt.id)).toMatchObject({ version: 2, assessments: [{ text: 'He does not.' }] });
    expect((await inFeed('nccia', receipt.id)).map(({ type }) => type)).toEqual(['record.submitted.v1', 'record.amended.v1']);
  });
});
