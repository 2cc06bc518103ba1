import fc from 'fast-check';
import type { AudienceLabel, RecordLabel, RequestLabel } from '#libs/policy';

/** One question to the rules. */
export interface Triple {
  readonly record: RecordLabel;
  readonly audience: AudienceLabel;
  readonly request: RequestLabel;
}

/** Few values for each, so that what should meet does meet; some are none that the rules know. */
const agency = fc.constantFrom('fia', 'beoe', 'europol', 'iom', 'stranger');
const regime = fc.constantFrom('PK', 'EU-LED', 'EU-AGENCY', 'IO', 'OTHER');
const type = fc.constantFrom('investigation', 'border', 'labour', 'telecom', 'protection', 'other');
const agencies = fc.uniqueArray(agency, { maxLength: 3 });
const rank = fc.integer({ min: 0, max: 4 });
const NOW = Date.parse('2026-11-01T12:00:00Z');

const record: fc.Arbitrary<RecordLabel> = fc.record({
  originator: agency,
  regime,
  tlp: rank,
  recipients: agencies,
  transfers: agencies,
  purposes: fc.oneof(fc.constant(127), fc.integer({ min: 0, max: 127 })),
  categories: fc.integer({ min: 0, max: 7 }),
  handling: mostly([], fc.uniqueArray(fc.constantFrom('H0', 'H1', 'H2', 'H3'), { maxLength: 2 })),
  restricted: mostly(false, fc.constant(true)),
  state: mostly<'active' | 'withdrawn'>('active', fc.constant('withdrawn')),
  eraseAt: mostly(NOW + 86_400_000, fc.constantFrom(NOW - 1, NOW, NOW + 1)),
  referralConsent: fc.boolean(),
  onward: fc.constantFrom('originator-control', ''),
});

const purpose = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 6 }).map((bit) => 1 << bit) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 127 }) });

export const triple: fc.Arbitrary<Triple> = fc.record({
  record,
  audience: fc.record({ agency, type, regime }),
  request: fc.record({ purpose, clearance: fc.oneof(fc.constant(4), rank), officer: mostly(true, fc.constant(false)), now: fc.constant(NOW) }),
});

/** A forbid that fires in half of all cases hides the rest of the table from the test. */
function mostly<T>(usual: T, seldom: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: seldom });
}
