import { describe, expect, it } from '@jest/globals';
import type { CaseDocument, Classification } from './case-document.js';
import { keptHistory } from './kept-history.js';

const trafficking: Classification = { crime: 'trafficking', law: 'PTPA2018', statement: 'assessment', consent: 'vitiated' };
const smuggling: Classification = { crime: 'smuggling', law: 'PSMA2018', statement: 'fact' };
const withHistory = (...classifications: Classification[]): CaseDocument => ({ classifications });

describe('the history of a classification', () => {
  it('may grow', () => {
    expect(keptHistory(withHistory(trafficking), withHistory(trafficking, smuggling))).toEqual([]);
  });

  it('may begin with an amendment', () => {
    expect(keptHistory({}, withHistory(trafficking))).toEqual([]);
  });

  it.each([
    ['left out', withHistory()],
    ['rewritten', withHistory({ ...trafficking, consent: 'given' })],
    ['replaced by a later one', withHistory(smuggling)],
  ])('is refused where a decision is %s', (_, after) => {
    expect(keptHistory(withHistory(trafficking), after)).toMatchObject([{ code: 'HISTORY_REWRITTEN', field: 'classifications[0]' }]);
  });
});
