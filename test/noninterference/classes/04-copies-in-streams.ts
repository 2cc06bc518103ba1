import { beforeAll, expect, it } from '@jest/globals';
import { CLASSES, type RecordClass } from '#libs/contracts';
import { exitsOf, feedOf, type AgencyExits } from '../../world/hub/exits.js';
import { alertDocument, caseDocument } from '../../world/index.js';
import { markedCase } from '../../world/marked-case.js';
import { onlyFor, type Family } from './stage.js';

/** By hand: what each agency's standing subscription may carry openly, and what it must come and read. */
const CARRIED: Readonly<Record<string, readonly [open: readonly RecordClass[], sealed: readonly RecordClass[]]>> = {
  iom: [['REFERENCE', 'EVENT'], []],
  frontex: [['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD'], []],
  nccia: [['REFERENCE', 'EVENT', 'OFFENCE', 'METHOD', 'FINANCE', 'ASSESSMENT', 'EVIDENCE'], ['SUSPECT_IDENTITY', 'VICTIM_IDENTITY', 'WITNESS_IDENTITY']],
};

/** Into an event goes a copy that nobody thought of, or one made for another reader. */
export const copiesInStreams: Family = {
  number: 4,
  leak: 'Streams leak by denormalised copies',
  seenIn: 'opencti#15533 (where_sighted_values), opencti#16814',
  stories(stage) {
    let id: string;
    const exits = new Map<string, AgencyExits>();

    beforeAll(async () => {
      const recipients = Object.keys(CARRIED);
      const marked = (text: string) => markedCase({ recipients, purposes: ['criminal-investigation', 'victim-protection', 'threat-analysis'] }, { witnesses: [{ ref: 'W1', identity: { fullName: text } }] });
      const receipt = await stage.submit('fia', 'case', marked('Zzwitnessidentity'));
      id = receipt.id;
      await stage.hub.client.amend('fia', receipt, marked('Zzwitnessidentity the second'));
      const last = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(recipients, { purposes: ['criminal-investigation', 'victim-protection', 'threat-analysis'] }) }));
      await Promise.all(recipients.map(async (agency) => exits.set(agency, await exitsOf(stage.hub, agency, last.id))));
    }, 60_000);

    it.each(Object.entries(CARRIED))('what %s is sent holds its classes to the byte, in key, headers, attributes and body, by every exit', (agency, [open, sealed]) => {
      const withheld = CLASSES.map(({ code }) => code).filter((code) => !open.includes(code) && !sealed.includes(code));
      // The witness was renamed: of that they learn who see the witness.
      const events = Array.from({ length: sealed.includes('WITNESS_IDENTITY') ? 2 : 1 }, () => ({ open, sealed, withheld }));
      const got = Object.fromEntries(Object.entries(exits.get(agency)!).map(([exit, records]) => [exit, records.get(id)]));
      expect(got).toEqual({ feed: events, 'server-sent events': events, websocket: events, topic: events });
    });

    it('an alert carries nothing of the case it is about', async () => {
      const alert = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['iom']), caseId: id }));
      const fed = (await feedOf(stage.hub, 'iom', null, 'alerts')).filter(({ recordId }) => recordId === alert.id);
      const event = JSON.stringify(fed.map(({ cursor: _, ...entry }) => entry)); // a cursor is chance, and may spell anything
      expect(event).toContain(id);
      expect(event).not.toMatch(/Zz|"case":/u);
    });
  },
};
