import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#libs/kernel';
import { CompiledMapping } from './compiled-mapping.js';
import type { Node } from './mapping.js';
import { parseMapping } from './read-mapping.js';
import { withSettings } from './with-settings.js';

const frame = { today: new Date('2026-02-28T12:00:00Z'), purpose: 'threat-analysis', legalBasis: 'PTPA2018', agency: 'fia', client: 'fia' };

function mapped(document: Node, columns: Record<string, unknown>, parts: object = {}, number = 7) {
  const mapping = parseMapping('trial', JSON.stringify({ title: 'trial', kind: 'case', document, ...parts }));
  return new CompiledMapping(mapping, 'case').map({ number, columns }, frame);
}

/** Most nodes are tried in one field that takes any text. */
const summaryOf = (node: Node, columns: Record<string, unknown>, parts: object = {}) => mapped({ summary: node }, columns, parts).document?.['summary'];

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('A mapping makes a document of a row', () => {
  it('copies columns and leaves no trace of what is empty', () => {
    const document = { summary: { $column: 'a' }, closureReason: { $column: 'b' }, victims: [{ gender: { $column: 'b' } }], registered: { from: { $column: 'b', as: 'integer' } } } as Node;
    expect(mapped(document, { a: ' text ', b: 'NA' }, { empty: ['NA'] }).document).toEqual({ summary: 'text' });
  });

  it('translates by a table, and refuses, keeps or drops what the table lacks', () => {
    const codes = { f: 'Feminine', x: null };
    expect(summaryOf({ $column: 'a', codes }, { a: 'f' })).toBe('Feminine');
    expect(summaryOf({ $column: 'a', codes }, { a: 'x' })).toBeUndefined();
    expect(summaryOf({ $column: 'a', codes, otherwise: 'keep' }, { a: 'other' })).toBe('other');
    expect(summaryOf({ $column: 'a', codes, otherwise: 'drop' }, { a: 'other' })).toBeUndefined();
    expect(mapped({ summary: { $column: 'a', codes } }, { a: 'a secret' }).issues).toEqual([
      { code: 'MAPPING_FAILED', field: 'summary', rule: 'mapping trial', message: 'Column a: the mapping\'s table has no such value.' },
    ]);
  });

  it('splits into lists, by a separator, by a pattern where the separator also stands inside values, or by character', () => {
    expect(summaryOf([{ $column: 'a', split: ';' }], { a: 'x; y;;z' })).toEqual(['x', 'y', 'z']);
    expect(summaryOf([{ $column: 'a', splitAt: ',(?=\\S)' }], { a: 'food, water,sickness' })).toEqual(['food, water', 'sickness']);
    expect(summaryOf([{ $column: 'a', split: '' }], { a: '45' })).toEqual(['4', '5']);
    expect(summaryOf({ $column: 'a', split: ',', first: true }, { a: 'x,y,z' })).toBe('x');
    expect(summaryOf({ $column: 'a', split: ',', rest: true }, { a: 'x,y,z' })).toEqual(['y', 'z']);
    expect(summaryOf({ $column: 'a', split: ',', rest: true }, { a: 'x' })).toBeUndefined();
    expect(summaryOf({ $column: 'a', split: ',', join: ' + ' }, { a: 'x,y' })).toBe('x + y');
  });

  it('makes numbers, dates and years, and refuses what is none without repeating it', () => {
    expect(summaryOf({ $column: 'a', as: 'integer' }, { a: '-3' })).toBe(-3);
    expect(summaryOf({ $column: 'a', as: 'number' }, { a: '1.5e1' })).toBe(15);
    expect(summaryOf({ $column: 'a', as: 'boolean' }, { a: 'Yes' })).toBe(true);
    expect(summaryOf({ $column: 'a', as: 'date', order: 'DMY' }, { a: '3/12/2024' })).toBe('2024-12-03');
    expect(summaryOf({ $column: 'a', as: 'date', order: 'MDY' }, { a: '3/12/2024' })).toBe('2024-03-12');
    expect(summaryOf({ $column: 'a', as: 'year', plus: 18 }, { a: '2001-05-06' })).toBe(2019);
    for (const as of ['integer', 'number', 'boolean', 'date', 'year'] as const) {
      const { document, issues } = mapped({ summary: { $column: 'a', as } }, { a: 'Ayesha' });
      expect(document).toBeUndefined();
      expect(issues.map(({ code }) => code)).toEqual(['MAPPING_FAILED']);
      expect(JSON.stringify(issues)).not.toContain('Ayesha');
    }
  });

  it('takes invisible characters away only where told', () => {
    expect(summaryOf({ $column: 'a', clean: true }, { a: '\uFEFFa\u200Bb' })).toBe('ab');
    expect(summaryOf({ $column: 'a' }, { a: 'a\u200Bb' })).toBe('a\u200Bb');
  });

  it('counts dates from the day the import began, and the ends of months and years hold', () => {
    expect(summaryOf({ $today: { years: 10 } }, {})).toBe('2036-02-28');
    expect(summaryOf({ $today: { years: 10, endOf: 'year' } }, {})).toBe('2036-12-31');
    expect(summaryOf({ $today: { days: 1 } }, {})).toBe('2026-03-01');
  });

  it('knows the row\'s number, the request and its parameters', () => {
    expect(summaryOf({ $text: 'R:{#}:{a}' }, { a: 'x' })).toBe('R:7:x');
    expect(summaryOf({ $text: 'R:{a}' }, { a: '' })).toBeUndefined();
    expect(summaryOf({ $request: 'legalBasis' }, {})).toBe('PTPA2018');
    expect(summaryOf({ $parameter: 'p' }, {}, { parameters: { p: 'v' } })).toBe('v');
  });

  it('decides by conditions, named and nested', () => {
    const conditions = { late: { value: { $column: 'year', as: 'integer' }, above: { $column: 'limit', as: 'integer', default: 2000 } } };
    const node: Node = { $when: { any: ['late', { all: [{ column: 'flag', is: ['1', 'y'] }, { not: { column: 'note' } }] }] }, then: 'yes', else: 'no' };
    expect(summaryOf(node, { year: '2001' }, { conditions })).toBe('yes');
    expect(summaryOf(node, { year: '2001', limit: '2002' }, { conditions })).toBe('no');
    expect(summaryOf(node, { flag: 'y', note: '' }, { conditions })).toBe('yes');
    expect(summaryOf(node, { flag: 'y', note: 'n' }, { conditions })).toBe('no');
    expect(summaryOf({ $when: { column: 'flag', given: false }, then: 'absent' }, {})).toBe('absent');
  });

  it('makes the same document of the same row, whatever stands in the columns, and no fault repeats a value', () => {
    const document: Node = {
      summary: { $column: 'a', clean: true }, openedOn: { $column: 'b', as: 'date' },
      exploitation: [{ $column: 'c', split: ',', codes: { x: 'ForcedLabour' } }], victims: [{ ref: 'v', ageWhenTrafficked: { $column: 'd', as: 'integer' } }],
    };
    fc.assert(fc.property(fc.record({ a: fc.string(), b: fc.string(), c: fc.string(), d: fc.string() }), (columns) => {
      const once = mapped(document, columns);
      expect(mapped(document, columns)).toEqual(once);
      expect((once.document === undefined) === (once.issues.length > 0)).toBe(true);
      for (const { message } of once.issues) expect(message).toMatch(/^Column [b-d]: (not of type (date|integer)|the mapping's table has no such value)\.$/u);
    }));
  });
});

describe('A mapping that cannot be used is refused before the first row', () => {
  const refused = (document: unknown, parts: object = {}) => refusal(() => mapped(document as Node, {}, parts));

  it('says where it is wrong', () => {
    expect(refusal(() => parseMapping('x', '{'))).toMatch(/^MAPPING_INVALID The mapping: not JSON/u);
    expect(refusal(() => parseMapping('x', '{"title":"t","kind":"case","document":{},"colums":{}}'))).toContain('In colums: unknown');
    expect(refused({ vicitms: [] })).toBe('MAPPING_INVALID In document.vicitms: the contract knows no such field of Case.');
    expect(refused({ victims: [{ gendr: 'x' }] })).toContain('In document.victims[0].gendr');
    expect(refused({ envelope: { regime: 'PK' } })).toContain('the hub fills this field itself');
    expect(refused({ summary: { $colum: 'a' } })).toContain('In summary: $colum: known are');
    expect(refused({ summary: { $column: 'a', spilt: ';' } })).toContain('unknown option spilt');
    expect(refused({ summary: { $column: 'a', codes: 'none' } })).toContain('there is no table none');
    expect(refused({ summary: { $when: 'a', then: 'x' } }, { conditions: { a: { not: 'b' }, b: { not: 'a' } } })).toContain('refers to itself');
    expect(refused({}, { leftOut: { a: '' } })).toContain('say why the column is left out');
    expect(refused({}, { kind: 'incident' })).toContain('makes documents of kind incident, not case');
  });

  it('names columns that are neither mapped nor left out, and mapped ones that the source lacks', () => {
    const mapping = parseMapping('t', JSON.stringify({ title: 't', kind: 'case', document: { summary: { $column: 'a' } }, leftOut: { b: 'said by a' } }));
    const compiled = new CompiledMapping(mapping, 'case');
    expect(() => compiled.checkColumns(['a', 'b'])).not.toThrow();
    expect(refusal(() => compiled.checkColumns(['a', 'b', 'c']))).toContain('neither mapped nor left out with a reason: "c"');
    expect(refusal(() => compiled.checkColumns(['b']))).toContain('the source has no column "a"');
  });
});

describe('Values from the command line take the place of the mapping\'s', () => {
  const base = parseMapping('t', JSON.stringify({
    title: 't', kind: 'case', parameters: { ground: 'A' }, document: { envelope: { tlp: 'RED', pap: 'RED', reference: { $text: '{#}' } }, summary: { $parameter: 'ground' } },
  }));
  const set = (...settings: string[]) => new CompiledMapping(withSettings(base, 'case', settings), 'case').map({ number: 1, columns: {} }, frame).document;

  it('sets texts, lists, flags, dates from today and parameters, and takes values away', () => {
    expect(set('envelope.tlp=GREEN', 'envelope.recipients=fia, iom', 'envelope.restricted=true', 'envelope.erasureDate=+2 years', 'envelope.pap=', 'ground=B')).toEqual({
      envelope: { tlp: 'GREEN', recipients: ['fia', 'iom'], restricted: true, erasureDate: '2028-02-28', reference: '1' }, summary: 'B',
    });
  });

  it('refuses what the contract does not know or what lies in lists', () => {
    expect(refusal(() => set('envelope.tpl=GREEN'))).toContain('ARGUMENT_INVALID --set envelope.tpl=GREEN: the contract knows no such field of Envelope');
    expect(refusal(() => set('victims.gender=Feminine'))).toContain('only fields outside lists can be set');
    expect(refusal(() => set('envelope'))).toContain('write PATH=VALUE');
  });
});
