import fc from 'fast-check';
import { EVERY_CLASS, LIGHTS, PURPOSES, REGIMES, TYPES, type Class, type Light, type Purpose } from '../model/words.js';

/** A label in numbers: which agencies and task forces are meant is known only when the world is put together. */
export interface DraftLabel {
  readonly tlp: Light;
  readonly purposes: readonly Purpose[];
  readonly recipients: readonly number[];
  readonly transfers: readonly number[];
  readonly handling: readonly ('H0' | 'H1' | 'H2')[];
  readonly consent: boolean;
  readonly restricted: boolean;
  readonly soon: boolean;
}

const VERBS = ['submit', 'amend', 'withdraw', 'acknowledge', 'ask that it go on', 'open a breach', 'be given a further purpose', 'hand in what is refused', 'read', 'enrol a client', 'register a document', 'open a stream', 'wait'] as const;
const TAKING_PART = ['join or leave', 'join or leave', 'suspend or reinstate'] as const;

/** One step as drawn: numbers stand for agencies and records by their place, as far as there are so many. */
export interface DraftStep {
  readonly verb: (typeof VERBS)[number] | (typeof TAKING_PART)[number];
  readonly who: number;
  readonly which: number;
  readonly kind: 'case' | 'incident' | 'alert';
  readonly label: DraftLabel;
  readonly turned: readonly Class[];
  /** About the observer's own agency, where it is about how an agency takes part. */
  readonly own: boolean;
  /** An amendment of content alone, or of the label too. */
  readonly relabels: boolean;
  readonly purpose: Purpose;
  /** Wanted in one world only; granted where the oracle says that the observer may not see the difference. */
  readonly only: 'both' | 'left' | 'right';
  /** Wanted of the right world alone, granted in the same way: classes turned once more, further recipients. */
  readonly elsewhere: { readonly turned: readonly Class[]; readonly recipients: readonly number[] };
}

export interface Draft {
  readonly observer: number;
  readonly invented: readonly { readonly type: (typeof TYPES)[number]; readonly regime: (typeof REGIMES)[number]; readonly purposes: readonly Purpose[]; readonly clearance: Light }[];
  readonly steps: readonly DraftStep[];
}

const agencyNumber = fc.nat({ max: 9 });
/** Of an agency or, as often as of two of them, of a task force. */
const addressee = fc.nat({ max: 10 });
const classes = (maxLength: number) => fc.uniqueArray(fc.constantFrom(...EVERY_CLASS), { maxLength });
const mostly = <T>(usual: T, other: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const label: fc.Arbitrary<DraftLabel> = fc.record({
  tlp: fc.oneof({ weight: 4, arbitrary: fc.constantFrom<Light>('AMBER', 'GREEN') }, { weight: 1, arbitrary: fc.constantFrom(...LIGHTS) }),
  purposes: mostly<readonly Purpose[]>(PURPOSES, fc.subarray([...PURPOSES], { minLength: 1 })),
  recipients: fc.uniqueArray(addressee, { maxLength: 5 }),
  transfers: mostly<readonly number[]>([], fc.uniqueArray(agencyNumber, { maxLength: 2 })),
  handling: mostly<DraftLabel['handling']>([], fc.subarray(['H0', 'H1', 'H2'] as const, { minLength: 1 })),
  consent: fc.boolean(),
  restricted: mostly(false, fc.constant(true)),
  soon: mostly(false, fc.constant(true)),
});

const verb = fc.oneof(
  { weight: 10, arbitrary: fc.constant<DraftStep['verb']>('submit') },
  { weight: 6, arbitrary: fc.constant<DraftStep['verb']>('amend') },
  { weight: 6, arbitrary: fc.constantFrom(...VERBS.slice(2)) },
  { weight: 9, arbitrary: fc.constantFrom(...TAKING_PART) },
);

const step: fc.Arbitrary<DraftStep> = fc.record({
  verb, who: agencyNumber, which: fc.nat({ max: 5 }), kind: fc.constantFrom('case', 'case', 'alert', 'incident'), label,
  turned: classes(3), own: fc.boolean(), relabels: fc.boolean(), purpose: fc.constantFrom(...PURPOSES),
  only: fc.constantFrom('both', 'both', 'left', 'right'),
  elsewhere: fc.record({ turned: classes(4), recipients: fc.uniqueArray(addressee, { maxLength: 3 }) }),
});

export const draft: fc.Arbitrary<Draft> = fc.record({
  observer: fc.nat({ max: 11 }),
  invented: fc.array(fc.record({
    type: fc.constantFrom(...TYPES), regime: fc.constantFrom(...REGIMES),
    purposes: fc.subarray([...PURPOSES], { minLength: 1 }), clearance: fc.constantFrom(...LIGHTS),
  }), { maxLength: 1 }),
  steps: fc.array(step, { minLength: 2, maxLength: 12, size: 'max' }),
});
