import { expect, it } from '@jest/globals';
import { eventually } from '../../world/hub.js';
import { caseDocument, incidentDocument } from '../../world/index.js';
import { onlyFor, told, type Family, type Stage } from './stage.js';

const LIST = 'query($filter: CaseFilter) { cases(filter: $filter) { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
const list = (stage: Stage, client: string, filter: object) => stage.ask(client, LIST, { filter });

/** Whoever may filter, sort or group by a field that it may not read, reads it by asking often enough. */
export const filterOracle: Family = {
  number: 1,
  leak: 'Filter, sort and group by an unreadable field',
  seenIn: 'platformatic#5119, frappe#40515, CVE-2020-5289, MISP#6274',
  stories(stage) {
    it('a value that a visible record holds in a withheld class is found by no filter', async () => {
      const document = caseDocument({ envelope: onlyFor(['iom'], { classification: 'trafficking' }), exploitation: ['Servitude'], status: 'FollowUp' });
      const { id } = await stage.submit('fia', 'case', document);
      expect((await list(stage, 'iom', { status: 'FollowUp' })).data.cases.edges).toEqual([{ node: { id } }]);
      for (const filter of [{ exploitation: 'Servitude' }, { classification: 'trafficking' }, { status: 'FollowUp', exploitation: 'Servitude' }]) {
        const other = Object.fromEntries(Object.keys(filter).map((name) => [name, 'no-such-value']));
        expect(told(await list(stage, 'iom', filter))).toEqual(told(await list(stage, 'iom', other)));
      }
    });

    it('a client that may never see a class may not filter by it, whatever the records hold', async () => {
      const [some, none] = await Promise.all(['PTPA2018-3-1', 'PPC 1'].map((offence) => list(stage, 'pta', { offence })));
      expect(some!.codes).toEqual(['FILTER_NOT_ALLOWED']);
      expect(told(some!)).toEqual(told(none!));
    });

    it('there is no way to sort or to group', async () => {
      for (const more of ['orderBy: "status"', 'sort: STATUS', 'groupBy: "status"', 'filter: { summary: "x" }', 'filter: { OR: [] }', 'filter: { status: { gt: "A" } }']) {
        expect((await stage.ask('fia', `{ cases(${more}) { edges { node { id } } } }`)).codes).toContain('QUERY_INVALID');
      }
      expect((await stage.ask('fia', '{ cases { edges { node { id } } groups { key } } }')).codes).toEqual(['QUERY_INVALID']);
    });

    it('a class that an agency lost since is found by no filter either, alone or with others, though the record still shows', async () => {
      const handIn = (status: string, exploitation: string[]) => stage.submit('fia', 'case',
        caseDocument({ envelope: onlyFor(['beoe'], { purposes: ['labour-regulation'] }), exploitation, status }));
      const ids = [];
      for (const [status, exploitation] of [['Active', ['ForcedBegging']], ['Active', ['ForcedBegging']], ['Closed', ['ForcedBegging']], ['Closed', []]] as const) ids.push((await handIn(status, [...exploitation])).id);
      const [other, another, both, closed] = ids;
      const found = async (filter: object) => (await list(stage, 'beoe', filter)).data.cases.edges.map((edge: any) => edge.node.id);
      expect(await found({ exploitation: 'ForcedBegging' })).toEqual([both, another, other]);
      expect(await found({ status: 'Closed', exploitation: 'ForcedBegging' })).toEqual([both]);
      await stage.rows(`update directory.agency set type = 'protection' where code = 'beoe'`);
      try {
        expect(await found({ status: 'Closed' })).toEqual([closed, both]);
        for (const filter of [{ exploitation: 'ForcedBegging' }, { status: 'Closed', exploitation: 'ForcedBegging' }]) expect(await found(filter)).toEqual([]);
      } finally {
        await stage.rows(`update directory.agency set type = 'labour' where code = 'beoe'`);
        await eventually(async () => (await stage.ask('beoe', '{ me { agency { type } } }')).data.me.agency.type === 'labour');
      }
    });

    it('a filter on a hidden record of another kind finds nothing', async () => {
      await stage.submit('fia', 'incident', incidentDocument({ envelope: onlyFor(['nccia']), route: 'libya-greece' }));
      const query = 'query($route: String) { incidents(filter: { route: $route }) { edges { node { id } } pageInfo { hasNextPage } } }';
      const [hidden, absent] = await Promise.all(['libya-greece', 'no-such-route'].map((route) => stage.ask('de-bka', query, { route })));
      expect(told(hidden!)).toEqual(told(absent!));
    });
  },
};
