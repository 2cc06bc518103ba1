import { beforeAll, expect, it } from '@jest/globals';
import { feedOf } from '../../world/hub/exits.js';
import { eventually } from '../../world/hub.js';
import { caseDocument, type Tree } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

const PURPOSES = ['criminal-investigation', 'victim-protection', 'threat-analysis', 'labour-regulation', 'content-blocking'];
/** By hand: each record's envelope, and to which agencies it is to be shown for the first purpose of their clients. */
const RECORDS: Readonly<Record<string, { readonly from: string; readonly envelope: Tree; readonly shownTo: readonly string[] }>> = {
  'F-amber': { from: 'fia', envelope: { recipients: ['nccia', 'europol', 'iom'] }, shownTo: ['fia', 'nccia', 'europol', 'iom'] },
  'F-strict': { from: 'fia', envelope: { recipients: ['frontex', 'beoe'], tlp: 'AMBER+STRICT' }, shownTo: ['fia', 'frontex', 'beoe'] },
  'F-red': { from: 'fia', envelope: { recipients: ['nccia', 'beoe', 'pta'], tlp: 'RED' }, shownTo: ['fia', 'nccia'] },
  'F-green': { from: 'fia', envelope: { recipients: [], tlp: 'GREEN' }, shownTo: ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'] },
  'F-own': { from: 'fia', envelope: { recipients: [] }, shownTo: ['fia'] },
  'F-restricted': { from: 'fia', envelope: { recipients: ['nccia'], restricted: true }, shownTo: ['fia'] },
  'B-led': { from: 'de-bka', envelope: { recipients: ['fia', 'europol', 'pta'], legalBasis: 'LED-8' }, shownTo: ['de-bka', 'fia', 'europol', 'pta'] },
  'B-h1': { from: 'de-bka', envelope: { recipients: ['nccia'], legalBasis: 'LED-8', handling: [{ code: 'H1' }] }, shownTo: ['de-bka', 'nccia'] },
  'I-protection': { from: 'iom', envelope: { recipients: ['police-punjab'], legalBasis: 'IOM-DPP', purposes: ['victim-protection', 'criminal-investigation'] }, shownTo: ['iom', 'police-punjab'] },
  'P-labour': { from: 'police-punjab', envelope: { recipients: ['beoe', 'pta'], purposes: ['labour-regulation'] }, shownTo: ['beoe'] },
};
const AGENCIES = ['fia', 'nccia', 'beoe', 'pta', 'police-punjab', 'europol', 'frontex', 'de-bka', 'iom'];
const PAGE = 'query($after: String, $filter: CaseFilter) { cases(first: 2, after: $after, filter: $filter) { edges { node { id envelope { reference } } } pageInfo { hasNextPage endCursor } } }';

async function allPages(stage: Stage, agency: string, filter: Tree = {}): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const { data }: { data: any } = await stage.ask(agency, PAGE, { after, filter });
    found.push(...data.cases.edges.map((edge: any) => edge.node.envelope.reference));
    after = data.cases.pageInfo.hasNextPage ? data.cases.pageInfo.endCursor : null;
  } while (after);
  return found;
}

/** A hub that hides everything is safe and useless: who may see and does not is harmed as well. */
export const falseDenial: Family = {
  number: 27,
  leak: 'False denial',
  seenIn: 'MISP#10940',
  stories(stage) {
    const ids = new Map<string, string>();
    const dueTo = (agency: string) => Object.keys(RECORDS).filter((name) => RECORDS[name]!.shownTo.includes(agency));

    beforeAll(async () => {
      for (const [name, { from, envelope }] of Object.entries(RECORDS)) {
        ids.set(name, (await stage.submit(from, 'case', caseDocument({ envelope: onlyFor([], { reference: `27/${name}`, purposes: PURPOSES, ...envelope }) }))).id);
      }
    });

    it.each(AGENCIES)('%s is shown exactly what it is due: by id, page by page and by filter', async (agency) => {
      const due = dueTo(agency).map((name) => `27/${name}`);
      const paged = (await allPages(stage, agency)).filter((reference) => reference?.startsWith('27/'));
      expect(paged).toEqual([...due].reverse());
      for (const [name, id] of ids) {
        const { data } = await stage.ask(agency, 'query($id: ID!) { case(id: $id) { envelope { reference } } }', { id });
        expect([name, data.case?.envelope.reference ?? null]).toEqual([name, due.includes(`27/${name}`) ? `27/${name}` : null]);
        expect(await allPages(stage, agency, { reference: `27/${name}` })).toEqual(due.includes(`27/${name}`) ? [`27/${name}`] : []);
      }
    });

    it.each(AGENCIES)('%s is sent what others have for it, once each', async (agency) => {
      const due = dueTo(agency).filter((name) => RECORDS[name]!.from !== agency).map((name) => ids.get(name)!);
      const sent = (await feedOf(stage.hub, agency)).map(({ recordId }) => recordId).filter((id) => [...ids.values()].includes(id));
      expect(sent.sort()).toEqual([...due].sort());
    });

    it('a protection partner reaches the victim who agreed to be referred, and what care is needed', async () => {
      const victims = [{ ref: 'V1', identity: { fullName: 'Noor Invented' }, contact: { mobilePhone: '+923001234567', shelter: 'A safe house' }, special: { ground: 'LED-10-B', necessity: ['care'], health: 'Needs a doctor.' } }];
      const agreed = caseDocument({ envelope: onlyFor(['iom'], { referralConsent: true }), victims });
      const { id } = await stage.submit('fia', 'case', agreed);
      const { data } = await stage.ask('iom', 'query($id: ID!) { case(id: $id) { victims { identity { fullName } contact { mobilePhone shelter } special { health } } } }', { id });
      expect(data.case.victims).toEqual([{ identity: { fullName: 'Noor Invented' }, contact: { mobilePhone: '+923001234567', shelter: 'A safe house' }, special: { health: 'Needs a doctor.' } }]);
    });

    it('who is addressed again after a withdrawal of its name is shown the record again, and told so', async () => {
      const version = (recipients: string[]) => caseDocument({ envelope: onlyFor(recipients) });
      let receipt = await stage.submit('fia', 'case', version(['nccia']));
      for (const recipients of [[], ['nccia']]) receipt = await stage.hub.client.amend('fia', receipt, version(recipients));
      expect((await stage.ask('nccia', 'query($id: ID!) { case(id: $id) { id } }', { id: receipt.id })).data.case).toEqual({ id: receipt.id });
      await eventually(async () => (await feedOf(stage.hub, 'nccia')).filter(({ recordId }) => recordId === receipt.id).length === 3);
    });

    it('an originator keeps its own record whatever it marks it with', async () => {
      const marks = { tlp: 'RED', restricted: true, handling: [{ code: 'H0' }, { code: 'H1' }, { code: 'H2' }], purposes: ['victim-protection'] };
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([], marks) }));
      const { data } = await stage.ask('fia', 'query($id: ID!) { case(id: $id) { withheld victims { identity { fullName } } } }', { id }, { purpose: 'victim-protection' });
      expect(data.case).toEqual({ withheld: [], victims: [{ identity: { fullName: 'زینب خان' } }] });
    });
  },
};
