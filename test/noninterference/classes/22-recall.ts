import { expect, it } from '@jest/globals';
import { AMENDMENT, eventually } from '../../world/hub.js';
import { feedOf, follow, take } from '../../world/hub/exits.js';
import { caseDocument, type Tree } from '../../world/index.js';
import { onlyFor, type Family } from './stage.js';

const HOLDERS = ['nccia', 'europol', 'iom'];
const READ = 'query($id: ID!) { case(id: $id) { id summary envelope { onward } originator { code } } }';

/** What was passed on goes on without its conditions; what is taken back stays with those who have it. */
export const recall: Family = {
  number: 22,
  leak: 'Onward sharing; a recall that does not reach the holders',
  seenIn: 'MISP#5989, MISP#10225',
  stories(stage) {
    const document = (changes: Tree = {}, summary = 'Held by three agencies.') => caseDocument({ envelope: onlyFor(HOLDERS, changes), summary });

    it.each(['withdrawn', 'restricted', 'addressed to nobody'])('a record that is %s is recalled from every holder, by every exit', async (how) => {
      const receipt = await stage.submit('fia', 'case', document());
      const readers = await Promise.all(HOLDERS.map(async (agency) => ({ agency, records: await stage.hub.topics.read(agency, 'records'), recalls: await stage.hub.topics.read(agency, 'recalls') })));
      for (const { records } of readers) await records.until((seen) => seen.some(({ key }) => key === receipt.id));
      if (how === 'withdrawn') await stage.hub.client.withdraw('fia', receipt);
      else await stage.hub.client.amend('fia', receipt, document(how === 'restricted' ? { restricted: true } : { recipients: [] }));
      for (const { agency, records, recalls } of readers) {
        const onTopic = (await records.until((seen) => seen.filter(({ key }) => key === receipt.id).length === 2)).filter(({ key }) => key === receipt.id);
        expect([onTopic[1]!.value, onTopic[1]!.headers['ce_type']]).toEqual([null, 'record.withdrawn.v1']);
        expect((await recalls.until((seen) => seen.some(({ key }) => key === receipt.id))).length).toBeGreaterThan(0);
        const feed = (await feedOf(stage.hub, agency)).filter(({ recordId }) => recordId === receipt.id);
        expect(feed.map(({ type, event }) => [type, event.data ?? null])).toEqual([['record.withdrawn.v1', null], ['record.withdrawn.v1', null]]);
        const stream = follow(stage.hub, 'events', agency);
        expect((await take(stream, (await feedOf(stage.hub, agency)).length)).filter(({ recordId }) => recordId === receipt.id)).toEqual(feed);
        await stream.return(undefined);
        expect((await stage.ask(agency, READ, { id: receipt.id })).data.case).toBeNull();
      }
    });

    it('nobody is told of a recall who never held the record', async () => {
      const receipt = await stage.submit('fia', 'case', document());
      await stage.hub.client.withdraw('fia', receipt);
      const others = await stage.rows<{ agency: string }>('select distinct agency from delivery.entry where record_id = $1 order by 1', [receipt.id]);
      expect(others.map(({ agency }) => agency)).toEqual([...HOLDERS].sort());
    });

    it('a recall is told to those who held the record and to its originator; to whoever never did, it is no record, no recall and no gap', async () => {
      const receipt = await stage.submit('fia', 'case', document());
      await stage.ask('nccia', READ, { id: receipt.id });
      await stage.hub.client.withdraw('fia', receipt);
      const duties = async (agency: string) => JSON.stringify((await stage.ask(agency, '{ recalls(first: 100) { edges { node { record } } } }')).data.recalls);
      await eventually(async () => (await duties('nccia')).includes(receipt.id), () => 'the holder was not told');
      const made = 'query($id: ID) { recallsMade(record: $id) { edges { node { holders { agency } } } } }';
      expect(JSON.stringify((await stage.ask('fia', made, { id: receipt.id })).data)).toContain('nccia');
      for (const agency of ['de-bka', 'pta', 'nccia']) expect((await stage.ask(agency, made, { id: receipt.id })).codes).toEqual(['RECORD_NOT_FOUND']);
      for (const agency of ['de-bka', 'pta']) expect(await duties(agency)).not.toContain(receipt.id);
    });

    it('a breach of a record is told to those who hold it, by its id and without the others; to whoever never did, and to colleagues of whoever opened it, there is none', async () => {
      const receipt = await stage.submit('fia', 'case', document());
      await stage.ask('nccia', READ, { id: receipt.id });
      await eventually(async () => (await stage.rows(`select from recalls.copy where record_id = $1 and agency = 'nccia'`, [receipt.id])).length === 1, () => 'the watch does not know of the copy');
      const opened = await stage.ask('fia-dpo', 'mutation($records: [ID!]) { openBreach(awareAt: "2026-01-02T00:00:00Z", from: "2026-01-01T00:00:00Z", records: $records, idempotencyKey: "breach of 22") { id } }', { records: [receipt.id] });
      const notices = async (agency: string) => JSON.stringify((await stage.ask(agency, '{ breachNotices(first: 100) { edges { node { agency records told { agency } } } } }')).data.breachNotices);
      await eventually(async () => (await notices('nccia')).includes(receipt.id), () => 'the holder was not told');
      for (const other of HOLDERS.filter((agency) => agency !== 'nccia')) expect(await notices('nccia')).not.toContain(other);
      for (const agency of ['de-bka', 'pta', 'fia']) expect(await notices(agency)).not.toContain(receipt.id);
      for (const agency of ['fia', 'nccia']) expect((await stage.ask(agency, 'query($id: ID!) { breach(id: $id) { id } }', { id: opened.data.openBreach.id })).codes).toEqual(['ACTION_NOT_ALLOWED']);
    });

    it('what the originator says of passing it on travels with the record, by every exit', async () => {
      const { id } = await stage.submit('fia', 'case', document({ onward: 'with-consent' }));
      expect((await stage.ask('europol', READ, { id })).data.case.envelope.onward).toBe('with-consent');
      const entry = (await feedOf(stage.hub, 'europol')).find(({ recordId }) => recordId === id)!;
      expect(entry.event.data.envelope.onward).toBe('with-consent');
    });

    it('receiving gives no right to readdress: not the record, nor in its originator\'s name', async () => {
      const { id } = await stage.submit('fia', 'case', document({ onward: 'none' }));
      const wider = document({ onward: 'free', recipients: [...HOLDERS, 'frontex', 'de-bka'] });
      expect((await stage.ask('nccia', AMENDMENT, { id, version: 1, document: wider, key: 'wider' })).codes).toEqual(['RECORD_NOT_FOUND']);
      const copy = await stage.submit('nccia', 'case', wider);
      expect((await stage.ask('de-bka', READ, { id: copy.id })).data.case).toMatchObject({ originator: { code: 'nccia' } });
      expect((await stage.ask('de-bka', READ, { id })).data.case).toBeNull();
    });
  },
};
