import { expect, it } from '@jest/globals';
import { ACKNOWLEDGEMENT, AMENDMENT, SUBMISSIONS, WITHDRAWAL } from '../../world/hub.js';
import { alertDocument, caseDocument } from '../../world/index.js';
import { absentId, onlyFor, told, type Family } from './stage.js';

const READ = 'query($id: ID!) { case(id: $id) { id version summary } }';

/** Whoever may look, may change. */
export const readingIsNotWriting: Family = {
  number: 12,
  leak: 'The scope for viewing is used for writing',
  seenIn: 'CVE-2026-56424',
  stories(stage) {
    it('a recipient who sees the whole of a case changes nothing of it, and is told what is told of no case', async () => {
      const document = caseDocument({ envelope: onlyFor(['nccia']) });
      const { id } = await stage.submit('fia', 'case', document);
      expect((await stage.ask('nccia', READ, { id })).data.case).toMatchObject({ id, version: 1 });
      for (const [query, more] of [[AMENDMENT, { document }], [WITHDRAWAL, { reason: 'Not true.' }]] as const) {
        const [seen, absent] = [await stage.ask('nccia', query, { id, version: 1, key: 'a', ...more }), await stage.ask('nccia', query, { id: absentId(), version: 1, key: 'a', ...more })];
        expect(seen.codes).toEqual(['RECORD_NOT_FOUND']);
        expect(told(seen)).toEqual(told(absent));
      }
      expect((await stage.ask('fia', READ, { id })).data.case).toMatchObject({ version: 1, summary: document['summary'] });
    });

    it.each(['fia-dpo', 'europol-dpo', 'operator'])('%s, who may look into what happens, hands nothing in, changes and acknowledges nothing', async (client) => {
      const document = caseDocument({ envelope: onlyFor(['europol']) });
      const [{ id }, alert] = [await stage.submit('fia', 'case', document), await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['europol']) }))];
      const before = await stage.rows('select count(*)::int as n from records.submission');
      for (const each of [id, absentId()]) {
        for (const [query, more] of [[AMENDMENT, { document, version: 1 }], [WITHDRAWAL, { reason: 'x', version: 1 }], [ACKNOWLEDGEMENT, {}], [ACKNOWLEDGEMENT, { id: alert.id }]] as const) {
          expect((await stage.ask(client, query, { id: each, key: 'b', ...more })).codes).toEqual(['ACTION_NOT_ALLOWED']);
        }
      }
      expect((await stage.ask(client, SUBMISSIONS.case, { document, key: 'c' })).codes).toEqual(['ACTION_NOT_ALLOWED']);
      expect(await stage.rows('select count(*)::int as n from records.submission')).toEqual(before);
    });

    it('an officer for whom a part of its own record is hidden does not overwrite that part', async () => {
      const document = caseDocument({ envelope: onlyFor([], { legalBasis: 'FRONTEX-2019-1896-87' }) });
      const { id } = await stage.submit('frontex', 'case', document);
      const read = await stage.ask('frontex', 'query($id: ID!) { case(id: $id) { withheld } }', { id }, { purpose: 'criminal-investigation' });
      expect(read.data.case.withheld).toContain('VICTIM_IDENTITY');
      const answer = await stage.ask('frontex', AMENDMENT, { id, version: 1, document: { ...document, victims: [] }, key: 'd' }, { purpose: 'criminal-investigation' });
      expect(answer.codes).toEqual(['ACTION_NOT_ALLOWED']);
    });
  },
};
