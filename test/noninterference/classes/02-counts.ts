import { expect, it } from '@jest/globals';
import { alertDocument, caseDocument, incidentDocument } from '../../world/index.js';
import { onlyFor, type Family, type Stage } from './stage.js';

const PAGE = `query($first: Int, $after: String, $filter: CaseFilter) {
  cases(first: $first, after: $after, filter: $filter) { edges { cursor node { id version asOf } } pageInfo { hasNextPage endCursor } } }`;
const OTHERS = '{ incidents { edges { node { id } } pageInfo { hasNextPage } } alerts { edges { node { id } } pageInfo { hasNextPage } } agencies { code } me { id streams { name } } }';
const WATCHER = 'police-punjab';

/** Everything about sizes that the watcher can ask: all pages of all lengths, filtered and not. */
async function sizes(stage: Stage): Promise<string[]> {
  const texts: string[] = [(await stage.ask(WATCHER, OTHERS)).text];
  for (const filter of [null, {}, { status: 'Active' }, { status: 'Closed' }, { reference: 'seen' }, { reference: 'unseen' }]) {
    for (const first of [1, 2, 3, 100]) {
      let after: string | null = null;
      do {
        const { text, data } = await stage.ask(WATCHER, PAGE, { first, after, filter });
        texts.push(text);
        after = data.cases.pageInfo.hasNextPage ? data.cases.pageInfo.endCursor : null;
      } while (after);
    }
  }
  return texts;
}

/** A number, a facet or a list of values to pick from counts what its reader may not see. */
export const counts: Family = {
  number: 2,
  leak: 'Counts, facets and pick-lists include hidden rows',
  seenIn: 'opencti#3319, opencti#10006; Elastic\'s documents admit term counts',
  stories(stage) {
    it('no page, cursor or "there is more" changes when hidden records come in between', async () => {
      const seen = (status: string) => stage.submit('fia', 'case', caseDocument({ envelope: onlyFor([WATCHER], { reference: 'seen' }), status }));
      const hide = async () => {
        const unseen = { reference: 'unseen' };
        await stage.submit('fia', 'case', caseDocument({ envelope: onlyFor(['nccia'], unseen) }));
        await stage.submit('nccia', 'case', caseDocument({ envelope: onlyFor([], unseen), status: 'Closed' }));
        await stage.submit('europol', 'incident', incidentDocument({ envelope: onlyFor(['frontex'], unseen) }));
        await stage.submit('iom', 'alert', alertDocument({ envelope: onlyFor(['europol'], { ...unseen, legalBasis: 'IOM-DPP' }) }));
      };
      await seen('Active');
      await hide();
      await seen('Closed');
      await seen('Active');
      const before = await sizes(stage);
      await hide();
      expect(await sizes(stage)).toEqual(before);
    });

    it('there is no count, and nothing that lists the values in use', async () => {
      for (const query of ['{ cases { totalCount } }', '{ cases { count } }', '{ cases { facets { value count } } }', '{ cases { aggregate { count } } }', '{ caseFacets { name } }']) {
        expect((await stage.ask(WATCHER, query)).codes).toContain('QUERY_INVALID');
      }
    });
  },
};
