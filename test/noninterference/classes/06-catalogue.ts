import { expect, it } from '@jest/globals';
import { eventually } from '../../world/hub.js';
import { caseDocument } from '../../world/index.js';
import { absentId, onlyFor, told, type Family } from './stage.js';

const FEED = 'query($stream: String!) { deliveries(stream: $stream) { edges { node { id } } pageInfo { hasNextPage } } }';
const WHY = 'query($client: ID!, $record: ID!) { explanation(client: $client, record: $record) { class visible } }';

/** That a stream, an operation or a list exists, and what it is called, is a secret of its own. */
export const catalogue: Family = {
  number: 6,
  leak: 'The catalogue: names of streams, clients and organisations',
  seenIn: 'opencti#3020',
  stories(stage) {
    it('a stream of another agency is as unknown as one that nobody has', async () => {
      await stage.rows(`insert into directory.stream (agency, name, kinds, purpose, legal_basis, classes, expires_at)
        values ('nccia', 'operation-falcon', '{case}', 'criminal-investigation', 'PECA2016', 1, now() + interval '1 day')`);
      await eventually(async () => (await stage.ask('nccia', FEED, { stream: 'operation-falcon' })).codes.length === 0);
      const [theirs, nobodys] = await Promise.all(['operation-falcon', 'operation-nobody'].map((name) => stage.ask('europol', FEED, { stream: name })));
      expect(theirs!.codes).toEqual(['STREAM_UNKNOWN']);
      expect(told(theirs!)).toEqual(told(nobodys!));
    });

    it('an agency is shown its own client and streams, and of the others that they take part', async () => {
      const everything = '{ me { id agency { code } roles classes purposes legalBases clearance streams { name kinds purpose topic } } agencies { code name type regime country } }';
      const { text, data } = await stage.ask('europol', everything);
      expect(data.me.streams.map(({ name }: { name: string }) => name).sort()).toEqual(['alerts', 'records']);
      expect(text).not.toMatch(/operation-falcon|@|fia-dpo|operator/u);
      for (const field of ['contact', 'clients { id }', 'streams { name }']) {
        expect((await stage.ask('europol', `{ agencies { ${field} } }`)).codes).toEqual(['QUERY_INVALID']);
      }
    });

    it('a client of another agency is as unknown as one that does not exist, asked about a hidden record or one of nowhere', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      const asked = [['nccia', id], ['no-such-client', id], ['nccia', absentId()], ['europol', id]] as const;
      const answers = await Promise.all(asked.map(([client, record]) => stage.ask('europol', WHY, { client, record })));
      expect(answers[0]!.codes).toEqual(['RECORD_NOT_FOUND']);
      expect(new Set(answers.map((answer) => JSON.stringify(told(answer)))).size).toBe(1);
    });
  },
};
