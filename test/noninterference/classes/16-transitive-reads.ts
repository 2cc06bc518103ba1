import { expect, it } from '@jest/globals';
import { SUPERGRAPH_SDL } from '#libs/contracts';
import { alertDocument } from '../../world/index.js';
import { classesIn, markedCase, MARKED_FIELDS } from '../../world/marked-case.js';
import { onlyFor, type Family } from './stage.js';

/** One subgraph hands a field to another that the asker could not have read, and that one answers with it. */
export const transitiveReads: Family = {
  number: 16,
  leak: 'A read through @requires or @fromContext',
  seenIn: 'GHSA-m8jr-fxqx-8xx6',
  stories(stage) {
    it('no field of the hub is worked out from fields of another subgraph', () => {
      const body = SUPERGRAPH_SDL.slice(SUPERGRAPH_SDL.indexOf('type Query'));
      expect(body).toContain('@join__field(graph: CASES');
      expect(body).not.toMatch(/requires:|provides:|fromContext|contextArguments/u);
    });

    it('however far one walks from record to record, each step is under the rules of the record it reaches', async () => {
      const { id: caseId } = await stage.submit('fia', 'case', markedCase({ recipients: ['nccia', 'iom'] }));
      const { id: shown } = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['iom']), caseId }));
      const { id: hidden } = await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['nccia']), caseId, text: 'Zzhidden' }));
      const query = `query($id: ID!) { alert(id: $id) { case { ${MARKED_FIELDS} alerts { id text case { ${MARKED_FIELDS} alerts { id text } } } } } }`;
      const { data, text, codes } = await stage.ask('iom', query, { id: shown });
      expect([codes, classesIn(text)]).toEqual([[], ['REFERENCE', 'EVENT']]);
      expect(text).not.toMatch(new RegExp(`${hidden}|Zzhidden`, 'u'));
      expect(data.alert.case.alerts).toHaveLength(1);
      expect(data.alert.case.alerts[0].case.alerts).toEqual([{ id: shown, text: 'Visit visas are used for work that does not exist.' }]);
    });
  },
};
