import { describe, expect, it } from '@jest/globals';
import type { RuleTable } from '../../schemas/generate/policy.mjs';

const [READ, POLICY]: string[] = ['../../schemas/generate/policy/read.mjs', '../../schemas/generate/policy.mjs'];
const { readPolicy } = (await import(READ!)) as { readPolicy(table: object): { hash: string } };
const { ruleTable } = (await import(POLICY!)) as { ruleTable(): RuleTable };

const FORBID = { effect: 'forbid', title: 'A condition', law: 'A law', classes: ['EVENT'] };
const under = (regime: string) => ({ eq: ['audience.regime', regime] });
const withRule = (id: string, change: object) => () => readPolicy({ ...ruleTable(), rules: [...ruleTable().rules, { id, ...FORBID, ...change }] });

/** LED art. 9(4): no conditions for recipients in other Member States or in Union agencies but those for similar transmissions at home. */
describe('LED art. 9(4): no reader of the Union is held to stricter conditions than one at home', () => {
  it('the rule table as it stands has no such rule', () => {
    expect(readPolicy(ruleTable()).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['shuts something to Union agencies alone', { when: under('EU-AGENCY') }],
    ['shuts something to whoever is under another regime than the record', { when: { not: { eq: ['audience.regime', 'record.regime'] } } }],
    ['shuts it only where something else holds as well', { when: { and: [under('EU-AGENCY'), { ge: ['record.tlp', 'AMBER'] }, 'record.restricted'] } }],
    ['asks Union agencies for a transfer record', { when: { and: [{ not: under('EU-LED') }, { not: 'transferred' }] } }],
    ['opens something to Member States alone', { effect: 'permit', when: { and: ['recipient', under('EU-LED')] } }],
  ])('a rule that %s stops the build', (_what, change) => {
    expect(withRule('stricter', change)).toThrow(/LED art\. 9\(4\).*rule stricter.*stricter conditions/);
  });

  it('so does a rule that names one agency', () => {
    expect(withRule('singled-out', { when: { eq: ['audience.agency', 'de-bka'] } })).toThrow(/rule singled-out: names an agency/);
  });

  it.each([
    ['asks of everybody abroad what it asks at home', { when: { and: [{ not: 'originator' }, 'record.restricted'] } }],
    ['holds readers outside the Union to more', { when: { and: [{ in: ['record.regime', ['EU-LED', 'EU-AGENCY']] }, { in: ['audience.regime', ['PK', 'IO']] }] } }],
  ])('a rule that %s may stand', (_what, change) => {
    expect(withRule('fair', change)).not.toThrow();
  });
});
