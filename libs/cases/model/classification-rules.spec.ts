import { describe, expect, it } from '@jest/globals';
import type { CaseDocument, Classification, Victim } from './case-document.js';
import { classificationRules } from './classification-rules.js';

const ADULT: Victim = { ref: 'V1', majority: 'Adult' };
const CHILD: Victim = { ref: 'V1', majority: 'Minor' };

const trafficking = (changes: Partial<Classification> = {}): Classification => ({
  crime: 'trafficking', law: 'PTPA2018', statement: 'fact', consent: 'vitiated', duration: 'goes-on', border: 'crossed',
  profit: 'exploitation', means: ['deception'], purposes: ['ForcedLabour'], ...changes,
});
const smuggling = (changes: Partial<Classification> = {}): Classification => ({
  crime: 'smuggling', law: 'PSMA2018', statement: 'fact', consent: 'given', duration: 'ends-on-arrival', border: 'crossed', profit: 'passage', ...changes,
});
const found = (classifications: Classification[], victim: Victim = ADULT, more: CaseDocument = {}) =>
  classificationRules({ victims: [victim], classifications, ...more }).map(({ code, field }) => `${code} ${field}`);

describe('trafficking needs means, but not of a child (PTPA 2018 ss.3, 7; Palermo Protocol art. 3)', () => {
  it('an adult trafficked through deception is trafficked', () => {
    expect(found([trafficking()])).toEqual([]);
  });

  it('trafficking of an adult, stated as fact without means, is refused', () => {
    expect(found([trafficking({ means: [] })])).toEqual(['MEANS_REQUIRED classifications[0].means']);
    expect(found([trafficking({ means: undefined })])).toEqual(['MEANS_REQUIRED classifications[0].means']);
  });

  it('as an assessment it may wait for its means', () => {
    expect(found([trafficking({ statement: 'assessment', means: [] })])).toEqual([]);
  });

  it('a child victim needs no means', () => {
    expect(found([trafficking({ means: [] })], CHILD)).toEqual([]);
  });

  it('a child is who was under eighteen when it happened, though an adult by now', () => {
    expect(found([trafficking({ means: [] })], { ref: 'V1', majority: 'Adult', ageWhenTrafficked: 17 })).toEqual([]);
    expect(found([trafficking({ means: [] })], { ref: 'V1', ageBand: '9-17' })).toEqual([]);
  });

  it('who was eighteen when it happened is an adult, whatever else is said', () => {
    expect(found([trafficking({ means: [] })], { ref: 'V1', majority: 'Minor', ageWhenTrafficked: 18 })).toHaveLength(1);
  });
});

describe('consent is no defence (PTPA 2018 ss.3(4), 7; Palermo Protocol art. 3(b), (c))', () => {
  it('the consent of a trafficked person may be recorded; it changes nothing', () => {
    expect(found([trafficking({ consent: 'given' })])).toEqual([]);
  });

  it('an adult exploited through deception is not cleared to smuggling by having consented', () => {
    expect(found([smuggling({ means: ['deception'], purposes: ['ForcedLabour'] })])).toEqual(['CONSENT_NO_DEFENCE classifications[0].consent']);
  });

  it('an exploited child is not cleared by its own or a guardian\'s consent, with or without means', () => {
    expect(found([{ crime: 'undetermined', law: 'PTPA2018', consent: 'given', profit: 'exploitation' }], CHILD))
      .toEqual(['CONSENT_NO_DEFENCE classifications[0].consent']);
  });

  it('a decision for trafficking is not taken back on consent alone', () => {
    expect(found([trafficking(), { crime: 'undetermined', law: 'PTPA2018', consent: 'given' }])).toEqual(['CONSENT_NO_DEFENCE classifications[1].consent']);
    expect(found([trafficking(), smuggling({ duration: undefined })])).toEqual(['CONSENT_NO_DEFENCE classifications[1].consent']);
    expect(found([trafficking(), smuggling({ purposes: ['ForcedLabour'] })])).toEqual(['CONSENT_NO_DEFENCE classifications[1].consent']);
  });

  it('nor in two steps', () => {
    const undecided: Classification = { crime: 'undetermined', law: 'PTPA2018', consent: 'unknown' };
    expect(found([trafficking(), undecided, { crime: 'fraud', law: 'PPC1860', consent: 'given' }])).toEqual(['CONSENT_NO_DEFENCE classifications[2].consent']);
  });

  it('it is taken back where the inquiry shows that nobody was exploited: the gain was from the passage, and ended on arrival', () => {
    expect(found([trafficking(), smuggling()])).toEqual([]);
  });

  it('or that there was no journey, and the gain was from the deception', () => {
    expect(found([trafficking(), { crime: 'fraud', law: 'PPC1860', consent: 'given', duration: 'no-journey', profit: 'deception' }])).toEqual([]);
  });

  it('smuggling of a child with a guardian\'s consent, without exploitation, stays smuggling', () => {
    expect(found([smuggling()], CHILD)).toEqual([]);
  });
});

describe('smuggling needs a border crossed illegally, and benefit where its law asks for it (PSMA 2018 s.2)', () => {
  it('passage for money across a border is smuggling', () => {
    expect(found([smuggling()])).toEqual([]);
  });

  it('within one country there is no smuggling', () => {
    expect(found([smuggling({ border: 'internal' })])).toEqual(['SMUGGLING_INCOMPLETE classifications[0].border']);
  });

  it('help without gain is no smuggling under the Pakistani Act or the Palermo Protocol', () => {
    for (const law of ['PSMA2018', 'PALERMO-SOM']) {
      expect(found([smuggling({ law, profit: 'unknown' })])).toEqual(['SMUGGLING_INCOMPLETE classifications[0].profit']);
    }
  });

  it('under Directive 2002/90/EC and the German Residence Act it may be', () => {
    for (const law of ['EU-2002-90', 'DE-AUFENTHG']) expect(found([smuggling({ law, profit: 'unknown' })])).toEqual([]);
  });

  it('what every journey of the record denies is no fact', () => {
    const lawful = { journeys: [{ illegalEntry: false, benefit: false }] };
    expect(found([smuggling()], ADULT, lawful)).toEqual(['SMUGGLING_INCOMPLETE classifications[0].border', 'SMUGGLING_INCOMPLETE classifications[0].profit']);
    expect(found([smuggling()], ADULT, { journeys: [{ illegalEntry: false, benefit: false }, { illegalEntry: true, benefit: true }] })).toEqual([]);
  });

  it('as an assessment it may wait for its elements', () => {
    expect(found([smuggling({ statement: 'assessment', border: 'unknown', profit: 'unknown' })])).toEqual([]);
  });
});
