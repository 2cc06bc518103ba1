import { describe, expect, it } from '@jest/globals';
import { codelistNamed } from '#libs/contracts';
import { answerOf } from './answer.js';
import { termOf } from './terms.js';

const regimes = codelistNamed('regimes').codes.map(({ code }) => code);
const answer = (regime: string) => answerOf({
  right: 'access', request: 'R', receivedAt: new Date('2026-11-01'), answeredAt: new Date('2026-11-28'), controller: { name: 'Agency', country: null, contact: null }, records: [], acts: [], withheldFor: [], regime,
});

describe('by the law that binds an agency', () => {
  it.each(regimes)('under %s there is a term with its source, of a month at most before it is extended', (regime) => {
    const { within, law } = termOf(regime);
    expect([within, law.length > 10]).toEqual(['1 month', true]);
  });

  it('under a regime that nobody has thought of it is a month, and no more', () => {
    expect(termOf('XX')).toMatchObject({ within: '1 month', extension: null });
  });

  it('a person is referred to the remedies of that law: a complaint, a verification, a court', () => {
    expect(answer('EU-LED').yourRights.join(' ')).toMatch(/2016\/680 art\. 16.*2016\/680 art\. 17, 52.*2016\/680 art\. 54/u);
    expect(answer('EU-AGENCY').yourRights.join(' ')).toMatch(/2018\/1725 art\. 18-20.*art\. 63.*art\. 64/u);
    expect(answer('IO').yourRights.join(' ')).toMatch(/GDPR art\. 16-18.*art\. 77.*art\. 79/u);
  });
});
