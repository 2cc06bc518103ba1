import { expect, it } from '@jest/globals';
import { CLASSES, type RecordClass } from '#libs/contracts';
import { eventually } from '../../world/eventually.js';
import { exitsOf } from '../../world/hub/exits.js';
import { alertDocument } from '../../world/index.js';
import { classesIn, MARKED_CASE, markedCase, MARKED_FIELDS } from '../../world/marked-case.js';
import { onlyFor, told, absentId, type Family } from './stage.js';

const PURPOSE = { frontex: 'threat-analysis', europol: 'criminal-investigation' } as const;
const IN_A_LIST = `{ cases(first: 100) { edges { node { ${MARKED_FIELDS} } } } }`;
const sorted = (classes: readonly string[]) => CLASSES.map(({ code }) => code).filter((code) => classes.includes(code));

/** The same record in another format holds what the screen does not show. */
export const exportCeilings: Family = {
  number: 8,
  leak: 'Export above the ceiling, another one for each format; ids of hidden references',
  seenIn: 'opencti#7348, opencti#6745',
  stories(stage) {
    it.each(Object.entries(PURPOSE))('%s is given the same classes by id, in a list, by feed, subscription, socket and topic', async (agency, purpose) => {
      const { id } = await stage.submit('fia', 'case', markedCase({ recipients: [agency], purposes: [purpose] }));
      const read = await stage.ask(agency, MARKED_CASE, { id }, { purpose });
      const given = classesIn(read.text);
      const list = await stage.ask(agency, IN_A_LIST, {}, { purpose });
      const inList = list.data.cases.edges.find((edge: any) => edge.node.id === id).node;
      expect(inList).toEqual(read.data.case);
      for (const [exit, records] of Object.entries(await exitsOf(stage.hub, agency, id))) {
        const [event] = records.get(id)!;
        expect([exit, sorted([...event!.open, ...event!.sealed]), event!.withheld]).toEqual([exit, given, read.data.case.withheld]);
      }
      expect(sorted([...given, ...read.data.case.withheld])).toEqual(sorted(CLASSES.map(({ code }) => code)));
      expect(given).not.toContain('CUSTODY' satisfies RecordClass);
    });

    it('a reference says nothing of where it leads', async () => {
      const { id: hidden } = await stage.submit('fia', 'case', markedCase({ recipients: ['nccia'] }));
      const nowhere = absentId();
      const events = await Promise.all([hidden, nowhere].map(async (caseId) => {
        const { id } = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['europol']), caseId }));
        const records = await exitsOfAlerts(id);
        const { data: { alert }, ...rest } = await stage.ask('europol', 'query($id: ID!) { alert(id: $id) { caseId case { id summary } } }', { id });
        return [records, told({ ...rest, data: null }, id, caseId), alert.case.summary].map((each) => JSON.stringify(each).replaceAll(caseId, 'CASE').replaceAll(id, 'ALERT'));
      }));
      expect(events[0]).toEqual(events[1]);
    });

    /** What an event of the alerts stream says, but for its own id, cursor and times. */
    async function exitsOfAlerts(id: string): Promise<unknown> {
      let node: any;
      await eventually(async () => { // entries show once no older transaction of the server is open, and other tests share it
        const { data } = await stage.ask('europol', '{ deliveries(stream: "alerts", first: 100) { edges { node { recordId event } } } }');
        node = data.deliveries.edges.find((edge: any) => edge.node.recordId === id)?.node;
        return node !== undefined;
      });
      return { ...node.event, id: '', time: '', data: { ...node.event.data, asOf: '' } };
    }
  },
};
