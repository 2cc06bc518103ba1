import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalise } from './normalise.js';
import { validate } from './validate.js';

const TODAY = new Date('2026-11-21T12:00:00Z');
type Document = Record<string, unknown>;

const envelope = (change: Document = {}): Document => ({
  legalBasis: 'PTPA2018', purposes: ['criminal-investigation'], recipients: ['nccia'], tlp: 'AMBER', erasureDate: '2036-01-01', ...change,
});
const aCase = (change: Document = {}): Document => ({ envelope: envelope(), status: 'Active', ...change });
const named = (identity: Document): Document => aCase({ victims: [{ ref: 'v1', identity }] });
const found = (document: unknown) => validate('case', document, TODAY).map(({ code, field }) => `${code} ${field}`);
const without = (field: string) => { const { [field]: _, ...rest } = envelope(); return aCase({ envelope: rest }); };

describe('a case that is handed in', () => {
  it('passes with an envelope and a status', () => expect(found(aCase())).toEqual([]));

  it('is refused without legal basis, purpose or erasure date, each with its own code', () => {
    expect(found(without('legalBasis'))).toEqual(['LEGAL_BASIS_REQUIRED envelope.legalBasis']);
    expect(found(without('purposes'))).toEqual(['PURPOSE_REQUIRED envelope.purposes']);
    expect(found(aCase({ envelope: envelope({ purposes: [] }) }))).toEqual(['PURPOSE_REQUIRED envelope.purposes']);
    expect(found(without('erasureDate'))).toEqual(['ERASURE_DATE_REQUIRED envelope.erasureDate']);
    expect(found(aCase({ envelope: envelope({ legalBasis: null }) }))).toEqual(['LEGAL_BASIS_REQUIRED envelope.legalBasis']);
  });

  it('is refused when it would have to be erased today or earlier', () => {
    expect(found(aCase({ envelope: envelope({ erasureDate: '2026-11-21' }) }))).toEqual(['ERASURE_DATE_PAST envelope.erasureDate']);
    expect(found(aCase({ envelope: envelope({ erasureDate: '2026-11-22' }) }))).toEqual([]);
  });

  it('may be addressed to nobody yet, but must say so', () => {
    expect(found(aCase({ envelope: envelope({ recipients: [] }) }))).toEqual([]);
    expect(found(without('recipients'))).toEqual(['FIELD_REQUIRED envelope.recipients']);
  });

  it('cannot tell of events that lie in the future', () => {
    const on = (date: string) => aCase({ events: [{ type: 'Transit', date }] });
    expect(found(on('2026-11-23'))).toEqual(['DATE_IN_FUTURE events[0].date']);
    expect(found(on('2026-11-22'))).toEqual([]);
    expect(found(on('2026-02-30'))).toEqual(['FORMAT_INVALID events[0].date']);
  });

  it('knows no field but those of the contract, whatever its name', () => {
    expect(found(aCase({ colour: 'red' }))).toEqual(['FIELD_UNKNOWN colour']);
    expect(found(JSON.parse('{"__proto__": {"status": "Active"}}'))).toContain('FIELD_UNKNOWN __proto__');
    expect(found(aCase({ 'Maryam Bibi': 1 }))).toEqual(['FIELD_UNKNOWN ?']);
  });

  it('does not accept what only the hub may say', () => {
    expect(found(aCase({ id: 'x' }))).toEqual(['FIELD_UNKNOWN id']);
    expect(found(aCase({ envelope: envelope({ regime: 'PK' }) }))).toEqual(['FIELD_UNKNOWN envelope.regime']);
  });

  it('needs the types that the contract says, and no others', () => {
    expect(found(aCase({ status: 1 }))).toEqual(['FIELD_TYPE status']);
    expect(found(aCase({ victims: {} }))).toEqual(['FIELD_TYPE victims']);
    expect(found(aCase({ victims: ['v1'] }))).toEqual(['FIELD_TYPE victims[0]']);
    expect(found(aCase({ victims: [null] }))).toEqual(['FIELD_TYPE victims[0]']);
    expect(found(aCase({ registered: { from: 2014.5, to: 2018 } }))).toEqual(['FIELD_TYPE registered.from']);
    expect(found(null)).toEqual(['INPUT_INVALID ']);
    expect(found([])).toEqual(['INPUT_INVALID ']);
  });

  it('tells its persons apart by their refs', () => {
    expect(found(aCase({ victims: [{ ref: 'v1' }, { ref: 'v1' }] }))).toEqual(['REFERENCE_DUPLICATE victims[1].ref']);
    expect(found(aCase({ victims: [{}] }))).toEqual(['FIELD_REQUIRED victims[0].ref']);
  });

  it('is refused for a grade that its scheme does not have: Europol has no D', () => {
    const graded = (scheme: string, value: string) => aCase({ envelope: envelope({ sourceGrading: { scheme, value } }) });
    expect(found(graded('ADMIRALTY', 'D'))).toEqual([]);
    expect(found(graded('EUROPOL-4X4', 'D'))).toEqual(['CODE_UNKNOWN envelope.sourceGrading.value']);
  });

  it('reports at most fifty issues of a file that is wrong throughout', () => {
    const victims = Array.from({ length: 900 }, (_, index) => ({ ref: `v${index}`, gender: 'none' }));
    expect(validate('case', aCase({ victims }), TODAY)).toHaveLength(50);
  });

  it('has no more items and no longer texts than the contract allows', () => {
    expect(found(aCase({ networks: Array.from({ length: 51 }, (_, index) => ({ ref: `n${index}` })) }))).toEqual(['TOO_MANY networks']);
    expect(found(aCase({ summary: 'x'.repeat(8001) }))).toEqual(['TEXT_TOO_LONG summary']);
  });
});

describe('offence codes', () => {
  const offence = (code: string) => aCase({ offences: [{ code }] });
  const stored = (code: string) => (normalise('case', offence(code)).offences as Document[])[0]!.code;

  it('refuse PPC 396-A, which no statute has, and name the rule', () => {
    for (const code of ['PPC 396-A', 'ppc 396a', '396-A PPC']) {
      expect(validate('case', offence(code), TODAY)).toMatchObject([{ code: 'CODE_UNKNOWN', field: 'offences[0].code', rule: expect.stringContaining('396-A') }]);
    }
  });

  it('accept the usual ways of writing and the numbers that the ICMPD report prints', () => {
    expect(['PPC 420', 'ppc  415', 'PPC 371-B', 'PECA 13', 'PECA 11', 'PECA 23', 'PTPA 3(2)'].map(stored))
      .toEqual(['PPC-415', 'PPC-415', 'PPC-371A', 'PECA2016-13', 'PECA2016-13', 'PECA2016-26', 'PTPA2018-3-2']);
  });

  it('read PECA 14 as the statute does: the statute holds where it and the report clash', () => expect(stored('PECA 14')).toBe('PECA2016-14'));
});

describe('names', () => {
  const INVISIBLE = ['\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069', '\u2060', '\ufeff', '\u00ad', '\u061c', '\u3164', '\u0000', '\u2028', '\ufe0f', '\u{e0041}', '\ud800'];

  it('with zero-width, bidirectional or control characters are refused, wherever the character stands', () => {
    fc.assert(fc.property(fc.constantFrom(...INVISIBLE), fc.constantFrom('علی', 'Ali', 'ਅਲੀ'), fc.nat(3), (bad, name, at) => {
      const text = name.slice(0, at) + bad + name.slice(at);
      expect(found(named({ firstName: text }))).toEqual(['TEXT_UNSAFE victims[0].identity.firstName']);
    }));
  });

  it('in Urdu, Persian, Punjabi, Chinese or with accents pass', () => {
    for (const name of ['مریم بی بی', 'محمد الیاس', 'ਗੁਰਪ੍ਰੀਤ', '王秀英', "O'Brien-Şahin", 'Zoë']) expect(found(named({ fullName: name }))).toEqual([]);
  });

  it('are stored composed, so that two ways of typing one name are one name', () => {
    const stored = normalise('case', named({ firstName: ' Zoe\u0308  Ann ' }));
    expect(stored).toMatchObject({ victims: [{ identity: { firstName: 'Zoë Ann' } }] });
  });

  it('blank or of another type are refused', () => {
    expect(found(named({ firstName: '  ' }))).toEqual(['FORMAT_INVALID victims[0].identity.firstName']);
    expect(found(named({ firstName: 7 }))).toEqual(['FIELD_TYPE victims[0].identity.firstName']);
  });

  it('running text keeps the joiners that Urdu prose needs, and nothing that turns text around', () => {
    expect(found(aCase({ summary: 'می\u200cخواہم' }))).toEqual([]);
    expect(found(aCase({ summary: 'a\u202eb' }))).toEqual(['TEXT_UNSAFE summary']);
  });
});

describe('whatever is handed in', () => {
  it('validate never throws, and never repeats a value of it', () => {
    const secret = 'Qmzv9';
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(fc.constant(secret), fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
      object: fc.dictionary(fc.constantFrom('envelope', 'victims', 'identity', 'ref', 'status', 'tlp', 'offences', 'code', 'firstName', 'fee', 'x'), tie('value')),
    }));
    fc.assert(fc.property(anything.value, (document) => {
      expect(JSON.stringify(validate('case', document, TODAY))).not.toContain(secret);
    }), { numRuns: 500 });
  });

  it('normalising twice is normalising once, and what passed still passes', () => {
    const document = aCase({ victims: [{ ref: 'v1', citizenships: ['Pakistan', 'PAK', 'Iran (Islamic Republic of)'], identity: { cnic: '3520212345671' } }], comments: null });
    const once = normalise('case', document);
    expect(normalise('case', once)).toEqual(once);
    expect(found(once)).toEqual([]);
    expect(once).toMatchObject({ victims: [{ citizenships: ['PK', 'IR'], identity: { cnic: '35202-1234567-1' } }] });
    expect(once).not.toHaveProperty('comments');
  });
});
