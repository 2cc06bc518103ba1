import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHub, SUBMISSIONS, type Hub } from '../world/hub.js';
import { caseDocument, envelope, type Tree } from '../world/index.js';

const READ = `query($id: ID!) { case(id: $id) { envelope { subjectCategories } victims { ref identity { fullName } } suspects { ref standing identity { fullName } } witnesses { ref category identity { fullName } } } }`;
const PERSONS: Tree = {
  victims: [{ ref: 'V1', identity: { fullName: 'Zainab Invented' } }],
  suspects: [{ ref: 'S1', standing: 'wanted', identity: { fullName: 'Arshad Invented' } }, { ref: 'S2', standing: 'convicted', identity: { fullName: 'Bashir Invented' } }],
  witnesses: [{ ref: 'W1', identity: { fullName: 'Dilawar Invented' } }, { ref: 'W2', category: 'INFORMANT', identity: { fullName: 'Ehsan Invented' } }],
};

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 60_000);
afterAll(() => hub?.stop());

const handedIn = (persons: Tree, changes: Tree = {}) => hub.client.submit('fia', 'case', caseDocument({ ...persons, envelope: envelope({ recipients: ['nccia', 'frontex'], ...changes }) }));
const read = async (client: string, id: string, purpose?: string) => (await hub.client.graphql(client, { query: READ, variables: { id }, ...(purpose ? { purpose } : {}) })).data.case;
const refused = async (persons: Tree) => (await hub.client.graphql('fia', { query: SUBMISSIONS.case, variables: { document: caseDocument(persons), key: JSON.stringify(persons) } })).codes;

describe('categories of data subject are told apart, LED art. 6', () => {
  it('suspects, convicts, victims and other parties stand apart, and the hub says which categories a record has', async () => {
    const { id } = await handedIn(PERSONS);
    const shown = await read('fia', id);
    expect(shown.envelope.subjectCategories).toEqual(['VICTIM', 'SUSPECT', 'CONVICTED', 'WITNESS', 'INFORMANT']);
    expect(shown.suspects.map(({ ref, standing }: Tree) => [ref, standing])).toEqual([['S1', 'wanted'], ['S2', 'convicted']]);
    expect(shown.witnesses.map(({ ref, category }: Tree) => [ref, category])).toEqual([['W1', null], ['W2', 'INFORMANT']]);
  });

  it('a recipient is given them apart: who is suspected without who the victim is, where that is what it may know', async () => {
    const { id } = await handedIn(PERSONS);
    const nccia = await read('nccia', id);
    expect([nccia.victims[0].identity.fullName, nccia.suspects[0].identity.fullName, nccia.witnesses[0].identity.fullName]).toEqual(['Zainab Invented', 'Arshad Invented', 'Dilawar Invented']);
    const frontex = await read('frontex', id, 'criminal-investigation');
    expect([frontex.victims[0].identity, frontex.suspects[0].identity.fullName, frontex.witnesses]).toEqual([null, 'Arshad Invented', null]);
    expect([nccia.envelope.subjectCategories, frontex.envelope.subjectCategories]).toEqual([null, null]); // whom else a record is about is its originator's to know
  });

  it('nobody is blurred into another category: a victim or a suspect is no witness by category', async () => {
    for (const category of ['VICTIM', 'SUSPECT', 'CONVICTED']) expect([category, await refused({ witnesses: [{ ref: 'W1', category }] })]).toEqual([category, ['CATEGORY_NOT_FITTING']]);
    expect(await refused({ witnesses: [{ ref: 'W1', category: 'BYSTANDER' }] })).toEqual(['CODE_UNKNOWN']);
  });

  it('a convict counts with the suspects and every other party with the witnesses where the rules decide, and a victim is never left out', async () => {
    const masks = async (persons: Tree) => (await hub.ground.rows<{ categories: number }>('select categories from records.record where id = $1', [(await handedIn(persons)).id]))[0]!.categories;
    const none = { victims: [], suspects: [], witnesses: [] };
    expect(await masks({ ...none, suspects: [{ ref: 'S2', standing: 'convicted' }] })).toBe(await masks({ ...none, suspects: [{ ref: 'S1', standing: 'wanted' }] }));
    expect(await masks({ ...none, witnesses: [{ ref: 'W2', category: 'INFORMANT' }] })).toBe(await masks({ ...none, witnesses: [{ ref: 'W1' }] }));
    expect((await masks({ ...none, victims: [{ ref: 'V1' }], suspects: [{ ref: 'S1' }] })) & 1).toBe(1);
  });
});
