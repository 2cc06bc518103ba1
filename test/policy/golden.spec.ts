import { describe, expect, it } from '@jest/globals';
import { RULES, explainClasses, visibleClasses } from '#libs/policy';
import { GOLDEN } from './golden.js';
import { AGENCIES, namesOf, recordOf, requestOf, type Golden } from './world.js';

const labels = ({ given, when }: Golden) => [recordOf(given), AGENCIES[when.agency], requestOf(when)] as const;

/** No golden case can leave the purpose out; and as yet no permit opens an amber record to the unnamed, nor should one ever. */
const GUARDS = ['purpose.stated', 'tlp.named-only'];

describe('who sees what', () => {
  it.each(GOLDEN)('$name', (golden) => {
    expect(namesOf(visibleClasses(...labels(golden)))).toEqual(golden.then);
  });

  it.each(GOLDEN)('the explanation says the same: $name', (golden) => {
    const visible = explainClasses(...labels(golden)).filter((entry) => entry.visible);
    expect(visible.map((entry) => entry.class)).toEqual(golden.then);
  });

  it('holds every rule to a case that would end otherwise without it', () => {
    const idle = RULES.filter((rule) => !GOLDEN.some((golden) => decides(rule.id, golden)));
    expect(idle.map((rule) => rule.id)).toEqual(GUARDS);
  });

  it('shows nothing to a request without a purpose', () => {
    const record = recordOf({ tlp: 'CLEAR' });
    expect(visibleClasses(record, AGENCIES.fia, { ...requestOf({ agency: 'fia', purpose: 'threat-analysis' }), purpose: 0 })).toBe(0);
  });
});

/** Does this rule alone open or shut a class in this case? */
function decides(id: string, golden: Golden): boolean {
  return explainClasses(...labels(golden)).some(({ permittedBy, forbiddenBy }) =>
    (forbiddenBy.length === 0 && permittedBy.length === 1 && permittedBy[0] === id) ||
    (permittedBy.length > 0 && forbiddenBy.length === 1 && forbiddenBy[0] === id));
}
