import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseDocument, openWorld, refusalOf, type World } from '../world/index.js';

const ASSESSED = {
  crime: 'trafficking', decidedBy: 'fia', decidedAt: '2026-01-05T09:00:00.000Z', law: 'PTPA2018', statement: 'assessment', consent: 'vitiated',
};
const DECIDED = { ...ASSESSED, decidedBy: 'nccia', decidedAt: '2026-02-01T09:00:00.000Z', statement: 'fact', means: ['deception'] };

let world: World;
beforeAll(async () => { world = await openWorld(); });
afterAll(() => world?.close());

describe('who decided which crime it is, and when', () => {
  it('is added to by an amendment, and neither rewritten nor left out by one', async () => {
    const first = await world.submit('fia', 'case', caseDocument({ classifications: [ASSESSED] }));
    const grown = await world.amend('fia', 'case', first, caseDocument({ classifications: [ASSESSED, DECIDED] }));
    expect(grown.version).toBe(2);

    for (const classifications of [[DECIDED], [{ ...ASSESSED, consent: 'unknown' }, DECIDED], []]) {
      const issues = await refusalOf(world.amend('fia', 'case', grown, caseDocument({ classifications })));
      expect(issues[0]).toMatchObject({ code: 'HISTORY_REWRITTEN', field: 'classifications[0]' });
    }
    const kept = await world.find.one(world.caller('fia'), 'case', first.id);
    expect(kept).toMatchObject({ version: 2, classifications: [{ decidedBy: 'fia' }, { decidedBy: 'nccia' }] });
  });
});
