import { expect, it } from '@jest/globals';
import { alertDocument } from '../../world/index.js';
import { classesIn, MARKED_CASE, markedCase, MARKED_FIELDS } from '../../world/marked-case.js';
import { onlyFor, type Family } from './stage.js';

const PURPOSES = ['criminal-investigation', 'victim-protection', 'threat-analysis', 'labour-regulation'];
/** Who asks, for what, and by hand what of every class the answer holds. */
const ASKING = [
  ['fia', 'criminal-investigation', 13], ['nccia', 'criminal-investigation', 10], ['europol', 'threat-analysis', 6], ['europol', 'victim-protection', 12],
  ['frontex', 'threat-analysis', 4], ['beoe', 'labour-regulation', 5], ['iom', 'victim-protection', 2], ['de-bka', 'criminal-investigation', 0],
] as const;

/** What was looked up, planned or cached for one caller is given to the next. */
export const sharedCaches: Family = {
  number: 24,
  leak: 'A cache, loader or dedup key without the caller',
  seenIn: 'ours',
  stories(stage) {
    const recipients = ['nccia', 'europol', 'frontex', 'beoe', 'iom'];

    it('the same question of many callers at the same moment is answered to each under its own rules', async () => {
      const { id } = await stage.submit('fia', 'case', markedCase({ recipients, purposes: PURPOSES }));
      const crowd = Array.from({ length: 6 }, () => ASKING).flat();
      const answers = await Promise.all(crowd.map(([client, purpose]) => stage.ask(client, MARKED_CASE, { id }, { purpose })));
      expect(answers.map(({ text }, place) => [...crowd[place]!.slice(0, 2), classesIn(text).length])).toEqual(crowd);
    });

    it('and so it is when the case is looked up in a batch, behind alerts', async () => {
      const { id: caseId } = await stage.submit('fia', 'case', markedCase({ recipients, purposes: PURPOSES }));
      const document = alertDocument({ envelope: onlyFor([...recipients, 'de-bka'], { purposes: PURPOSES }), caseId });
      for (let count = 0; count < 3; count++) await stage.submit('fia', 'alert', document);
      const query = `query($caseId: String) { alerts(filter: { caseId: $caseId }) { edges { node { case { ${MARKED_FIELDS} } twice: case { summary victims { identity { fullName } } } } } } }`;
      const crowd = Array.from({ length: 4 }, () => ASKING).flat();
      const answers = await Promise.all(crowd.map(([client, purpose]) => stage.ask(client, query, { caseId }, { purpose })));
      expect(answers.map(({ data }) => data.alerts.edges.length)).toEqual(crowd.map(() => 3));
      expect(answers.map(({ text }, place) => [...crowd[place]!.slice(0, 2), classesIn(text).length])).toEqual(crowd);
    });

    it('one key for idempotency, used by two agencies, is two keys', async () => {
      const document = markedCase({ recipients: ['iom'] });
      const [one, other] = await Promise.all(['fia', 'nccia'].map((agency) => stage.submit(agency, 'case', document, 'the same key')));
      expect(one!.id).not.toBe(other!.id);
      expect([one!.duplicate, other!.duplicate]).toEqual([false, false]);
    });
  },
};
