import { expect, it } from '@jest/globals';
import { alertDocument, caseDocument } from '../../world/index.js';
import { absentId, onlyFor, told, type Family, type Stage } from './stage.js';

const joined = (more: string) => `query($id: ID!) { alert(id: $id) { id caseId case { id ${more} asOf summary status originator { code name } envelope { tlp }
  victims { identity { fullName } } } } }`;
const JOIN = joined('');
const ENTITIES = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Case { id summary } } }';

async function alertAbout(stage: Stage, caseId: string): Promise<string> {
  return (await stage.submit('fia', 'alert', alertDocument({ envelope: onlyFor(['iom', 'nccia']), caseId }))).id;
}

/** Guards that stand at the resolvers of queries are not asked when the gateway resolves an entity. */
export const entities: Family = {
  number: 14,
  leak: '_entities and _service skip the guards',
  seenIn: 'nestjs/graphql#1188, nestjs/graphql#2028, HotChocolate#6546',
  stories(stage) {
    it('a case reached from an alert is under its own rules: hidden and absent are told in the same bytes', async () => {
      const { id: hidden } = await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia']) }));
      const absent = absentId();
      const [ofHidden, ofAbsent] = [await alertAbout(stage, hidden), await alertAbout(stage, absent)];
      for (const query of [JOIN, joined('alerts { id }'), joined('version withheld')]) {
        const [one, other] = await Promise.all([ofHidden, ofAbsent].map((id) => stage.ask('iom', query, { id })));
        expect(told(one!, hidden, ofHidden)).toEqual(told(other!, absent, ofAbsent));
        if (query === JOIN) expect(one!.data.alert.case).toEqual({ id: hidden, asOf: null, summary: null, status: null, victims: null, originator: null, envelope: null });
      }
      expect((await stage.ask('nccia', JOIN, { id: ofHidden })).data.alert.case).toMatchObject({ summary: 'Recruited for work abroad, held on arrival.' });
    });

    it('nobody outside asks for entities or for a subgraph\'s own schema', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument());
      for (const [query, variables] of [[ENTITIES, { of: [{ __typename: 'Case', id }] }], ['{ _service { sdl } }', {}]] as const) {
        const { codes, data } = await stage.ask('fia', query, variables);
        expect([codes[0], data ?? null]).toEqual(['QUERY_INVALID', null]);
      }
    });

    it('nor of a subgraph itself, with a token that the public door takes', async () => {
      const { id } = await stage.submit('fia', 'case', caseDocument());
      const body = JSON.stringify({ query: ENTITIES, variables: { of: [{ __typename: 'Case', id }] } });
      const headers = { 'content-type': 'application/json', ...(await stage.hub.client.headers('fia')) };
      const response = await fetch(`http://127.0.0.1:${stage.hub.processes.get('cases')!.port}/subgraphs/cases`, { method: 'POST', headers, body });
      const text = await response.text();
      expect(response.status).toBe(401);
      expect(text).not.toContain('Recruited');
    });
  },
};
