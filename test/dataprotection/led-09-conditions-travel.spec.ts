import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedOf } from '../world/hub/exits.js';
import { startHub, type Hub } from '../world/hub.js';
import { caseDocument, envelope, type Tree } from '../world/index.js';
import { officer } from './approving.js';

const HANDLING = [{ code: 'H0', text: null }, { code: 'H1', text: null }, { code: 'H3', text: 'Call the desk before any arrest.' }];
const CONDITIONS = {
  recipients: ['europol', 'frontex'], onward: 'with-consent', handling: HANDLING.map(({ code, text }) => (text ? { code, text } : { code })), pap: 'AMBER',
  purposes: ['criminal-investigation', 'judicial-cooperation', 'immigration-control', 'labour-regulation'],
};
/** What a recipient learns of a record that may not serve its purpose, so that it can ask. */
const ONLY_REFERENCE = ['EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE', 'CUSTODY', 'SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'VICTIM_CONTACT', 'WITNESS_IDENTITY', 'SPECIAL_CATEGORY'];

let hub: Hub;
beforeAll(async () => { hub = await startHub(); }, 90_000);
afterAll(() => hub?.stop());

const submitted = async (changes: Tree = {}) => (await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ ...CONDITIONS, ...changes }) }))).id;
const inFeed = async (agency: string, id: string) => (await feedOf(hub, agency)).find(({ recordId }) => recordId === id)?.event.data.envelope;
const read = (client: string, id: string, purpose?: string) => officer(hub, client, 'o-1', purpose).reads(id);

describe('the conditions of whoever sends travel with the data and bind whoever receives them: LED art. 9(3)', () => {
  it('every recipient is given them, with the words of H3, by the query and by its stream', async () => {
    const id = await submitted();
    for (const agency of ['europol', 'frontex']) {
      expect([agency, (await read(agency, id, 'criminal-investigation')).envelope]).toEqual([agency, { tlp: 'AMBER', onward: 'with-consent', handling: HANDLING }]);
    }
    expect(await inFeed('europol', id)).toMatchObject({ onward: 'with-consent', pap: 'AMBER', handling: CONDITIONS.handling });
  });

  it('H0 keeps it from immigration control, H1 from court but for what is needed to ask; the originator keeps the whole', async () => {
    const id = await submitted();
    expect(await read('frontex', id, 'immigration-control')).toBeNull();
    expect((await read('europol', id, 'judicial-cooperation')).withheld).toEqual(ONLY_REFERENCE);
    expect((await read('fia', id, 'judicial-cooperation')).withheld).toEqual([]);
  });

  it('H2 keeps it to the agencies named, whatever its colour', async () => {
    const [open, closed] = [await submitted({ tlp: 'GREEN', handling: [] }), await submitted({ tlp: 'GREEN', handling: [{ code: 'H2' }] })];
    expect((await read('nccia', open, 'criminal-investigation')).id).toBe(open);
    expect(await read('nccia', closed, 'criminal-investigation')).toBeNull();
    expect((await read('europol', closed, 'criminal-investigation')).id).toBe(closed);
  });

  it('where it goes on with the originator\'s consent they go with it, and bind the next one as they bound the one before', async () => {
    const id = await submitted();
    const { data } = await officer(hub, 'europol').onward(id, 'de-bka');
    expect((await officer(hub, 'fia', 'o-2').answer(data.receipt.id, true)).data.receipt.state).toBe('agreed');
    expect((await read('de-bka', id, 'criminal-investigation')).envelope).toEqual({ tlp: 'AMBER', onward: 'with-consent', handling: HANDLING });
    expect(await inFeed('de-bka', id)).toMatchObject({ onward: 'with-consent', handling: CONDITIONS.handling });
    expect((await read('de-bka', id, 'judicial-cooperation')).withheld).toEqual(ONLY_REFERENCE);
  });

  it('they change with the record: a code that the originator adds binds copies and readers from then on', async () => {
    const receipt = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ ...CONDITIONS, handling: [] }) }));
    expect((await read('europol', receipt.id, 'judicial-cooperation')).summary).not.toBeNull();
    await hub.client.amend('fia', receipt, caseDocument({ envelope: envelope({ ...CONDITIONS, handling: [{ code: 'H1' }] }) }));
    expect((await read('europol', receipt.id, 'judicial-cooperation')).withheld).toEqual(ONLY_REFERENCE);
    const told = (await feedOf(hub, 'europol')).filter(({ recordId }) => recordId === receipt.id);
    expect(told.map(({ type }) => type)).toEqual(['record.submitted.v1', 'record.amended.v1']);
    expect(told.at(-1)!.event.data.envelope.handling).toEqual([{ code: 'H1' }]);
  });
});
