import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertDocument, caseDocument, envelope } from '../../world/index.js';
import { feedOf } from '../../world/hub/exits.js';
import { ACKNOWLEDGEMENT, eventually, startHub, type Hub, type Receipt } from '../../world/hub.js';

const SHARED = { recipients: ['europol', 'iom', 'nccia'], purposes: ['criminal-investigation', 'victim-protection'] };
const ALERT = `query($id: ID!) { alert(id: $id) { id urgency text method originator { name } acknowledgements { agency { code name } at }
  case { id summary status alerts { id } envelope { tlp } victims { identity { fullName } } } } }`;

let hub: Hub;
let aCase: Receipt;
let alert: Receipt;
beforeAll(async () => {
  hub = await startHub({ kafka: true });
  aCase = await hub.client.submit('fia', 'case', caseDocument({ envelope: envelope({ ...SHARED, recipients: ['europol', 'nccia'] }) }));
  alert = await hub.client.submit('fia', 'alert', alertDocument({ envelope: envelope(SHARED), caseId: aCase.id }));
}, 90_000);
afterAll(() => hub?.stop());

const see = async (agency: string, id = alert.id) => (await hub.client.graphql(agency, { query: ALERT, variables: { id }, officer: 'o-1' })).data.alert;
const acknowledge = (agency: string, key: string) => hub.client.write(agency, ACKNOWLEDGEMENT, { id: alert.id, key });
const acknowledgements = async (agency: string) =>
  (await feedOf(hub, agency, null, 'alerts')).filter(({ type }) => type === 'alert.acknowledged.v1').map(({ recordId, event }) => [recordId, event.agency]);

describe('an alert', () => {
  it('reaches every recipient, with the case it is about where that may be seen', async () => {
    expect(await see('europol')).toMatchObject({
      urgency: 'urgent', method: 'Passports are taken on arrival.', originator: { name: 'Federal Investigation Agency' },
      case: { id: aCase.id, status: 'Active', alerts: [{ id: alert.id }], victims: [{ identity: { fullName: 'زینب خان' } }] },
    });
    expect(await see('de-bka')).toBeNull();
  });

  it('says no more of a case that its reader may not see than of one that does not exist', async () => {
    const nowhere = '01900000-0000-7000-8000-00000000dead';
    const aboutNothing = await hub.client.submit('fia', 'alert', alertDocument({ envelope: envelope({ ...SHARED, recipients: ['iom'] }), caseId: nowhere }));
    const hidden = JSON.stringify(await see('iom'));
    const absent = JSON.stringify(await see('iom', aboutNothing.id));
    expect(JSON.parse(hidden)).toMatchObject({ urgency: 'urgent', method: null, case: { summary: null, status: null, envelope: null, victims: null } });
    expect(hidden.replaceAll(alert.id, 'ALERT').replaceAll(aCase.id, 'CASE')).toBe(absent.replaceAll(aboutNothing.id, 'ALERT').replaceAll(nowhere, 'CASE'));
  });

  it('comes on the alerts topic of its recipients, under the id that their feed has', async () => {
    for (const agency of SHARED.recipients) {
      const topic = await hub.topics.read(agency, 'alerts');
      const [message] = await topic.until((seen) => seen.length >= 1);
      const [entry] = await feedOf(hub, agency, null, 'alerts');
      expect(message).toMatchObject({ key: alert.id, headers: { ce_id: entry!.id, ce_type: 'record.submitted.v1', ce_kind: 'alert' } });
    }
  });

  it('is acknowledged by a recipient through the API and by another over its topic, each once', async () => {
    expect(await acknowledge('europol', 'seen')).toMatchObject({ id: alert.id, kind: 'alert', duplicate: false });
    expect(await acknowledge('europol', 'seen')).toMatchObject({ id: alert.id, duplicate: true });
    await acknowledge('europol', 'seen by the next shift');
    await hub.topics.handIn('iom', { attributes: { type: 'alert.acknowledged.v1', kind: 'alert' }, data: { id: alert.id } });
    await eventually(async () => (await acknowledgements('fia')).length >= 2);
  });

  it('tells its originator who acknowledged it: by feed, by topic and with the alert', async () => {
    const expected = [[alert.id, 'europol'], [alert.id, 'iom']];
    expect(await acknowledgements('fia')).toEqual(expected);
    const topic = await hub.topics.read('fia', 'alerts');
    const messages = await topic.until((seen) => seen.length === 2);
    expect(messages.map(({ key, headers }) => [key, headers['ce_agency']])).toEqual(expected);
    const { acknowledgements: shown } = await see('fia');
    expect(shown.map(({ agency }: { agency: object }) => agency)).toEqual([
      { code: 'europol', name: 'European Union Agency for Law Enforcement Cooperation (Europol)' },
      { code: 'iom', name: 'International Organization for Migration' },
    ]);
  });

  it('tells nobody else: neither that it was acknowledged nor by whom', async () => {
    for (const agency of SHARED.recipients) {
      expect(await acknowledgements(agency)).toEqual([]);
      expect((await see(agency)).acknowledgements).toBeNull();
    }
  });

  it('is not acknowledged by whoever may not see it: for them there is none', async () => {
    const variables = { id: alert.id, key: 'curious' };
    const hidden = await hub.client.graphql('de-bka', { query: ACKNOWLEDGEMENT, variables });
    const absent = await hub.client.graphql('de-bka', { query: ACKNOWLEDGEMENT, variables: { ...variables, id: '01900000-0000-7000-8000-00000000dead' } });
    expect([hidden.codes, hidden.text]).toEqual([['RECORD_NOT_FOUND'], absent.text]);
  });
});
