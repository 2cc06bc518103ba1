import { expect, it } from '@jest/globals';
import { eventually } from '../../world/hub.js';
import { feedOf } from '../../world/hub/exits.js';
import { caseDocument } from '../../world/index.js';
import { onlyFor, told, type Family } from './stage.js';

const CASE = 'query($id: ID!) { case(id: $id) { id version asOf summary comments { text } victims { identity { fullName } } } }';

/** What once happened is told in the words of then, to whoever may look now. */
export const history: Family = {
  number: 7,
  leak: 'History and audit text rendered without the viewer\'s rights',
  seenIn: 'opencti#6785',
  stories(stage) {
    it('earlier versions are rendered under the rules of today: whoever is no longer addressed replays tombstones', async () => {
      const version = (summary: string, recipients: string[]) => caseDocument({ envelope: onlyFor(recipients), summary });
      const first = await stage.submit('fia', 'case', version('Told of the first raid.', ['nccia', 'europol']));
      const second = await stage.hub.client.amend('fia', first, version('Told of the second raid.', ['nccia', 'europol']));
      const ofCase = async (agency: string) => (await feedOf(stage.hub, agency)).filter(({ recordId }) => recordId === first.id);
      expect(JSON.stringify(await ofCase('nccia'))).toMatch(/first raid.*second raid/u);
      await stage.hub.client.amend('fia', second, version('Told of the third raid.', ['europol']));
      await eventually(async () => (await ofCase('nccia')).length === 3);
      const replayed = await ofCase('nccia');
      expect(replayed.map(({ type, version: each }) => [type, each])).toEqual(Array.from({ length: 3 }, () => ['record.withdrawn.v1', 0]));
      expect(JSON.stringify(replayed)).not.toMatch(/raid|data"/u);
      expect(JSON.stringify(await ofCase('europol'))).toMatch(/first raid.*second raid.*third raid/u);
    });

    it('an amendment of what one may not see is in no history that one can read', async () => {
      const version = (text: string) => caseDocument({ envelope: onlyFor(['iom']), comments: [{ text }] });
      const receipt = await stage.submit('fia', 'case', version('A note of the desk.'));
      const [before, feed] = [await stage.ask('iom', CASE, { id: receipt.id }), await feedOf(stage.hub, 'iom')];
      await stage.hub.client.amend('fia', receipt, version('Another note of the desk.'));
      expect(told(await stage.ask('iom', CASE, { id: receipt.id }))).toEqual(told(before));
      expect(await feedOf(stage.hub, 'iom')).toEqual(feed);
    });

    it('who read a record, and who took note of it, stands in no answer to another agency', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia', 'europol']) }));
      const before = await stage.ask('europol', CASE, { id });
      for (let times = 0; times < 3; times++) await stage.ask('nccia', CASE, { id });
      expect(told(await stage.ask('europol', CASE, { id }))).toEqual(told(before));
      expect(await stage.rows(`select distinct agency from audit.ledger where action = 'read' and $1 = any (records) order by 1`, [id])).toEqual([{ agency: 'europol' }, { agency: 'nccia' }]);
    });
  },
};
