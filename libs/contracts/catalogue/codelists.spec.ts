import { describe, expect, it } from '@jest/globals';
import { CODELISTS, codelistNamed } from './codelists.js';

const canonical = (list: string, value: string) => codelistNamed(list).canonical(value);

describe('the code lists', () => {
  it('know countries by code, by the names the United Nations and others write, and by nothing else', () => {
    expect(['PK', 'PAK', 'Pakistan', 'Iran (Islamic Republic of)', 'Türkiye', 'Turkey', 'State of Palestine', "Côte d'Ivoire"].map((name) => canonical('countries', name)))
      .toEqual(['PK', 'PK', 'PK', 'IR', 'TR', 'TR', 'PS', 'CI']);
    expect(['Mixed', 'Unknown', 'PKK', ''].map((name) => canonical('countries', name))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('know languages by three letters and accept two: Urdu, Saraiki, German by both its old codes', () => {
    expect(['urd', 'ur', 'skr', 'ger', 'deu', 'de'].map((code) => canonical('languages', code))).toEqual(['urd', 'urd', 'skr', 'deu', 'deu', 'deu']);
  });

  it('hold TLP 2.0, where CLEAR has taken the place of WHITE', () => {
    expect(codelistNamed('tlp').codes.map(({ code }) => code)).toEqual(['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED']);
    expect(canonical('tlp', 'TLP:WHITE')).toBe('CLEAR');
  });

  it('keep the grades of each scheme apart: Admiralty and Europol both have a C, and each means its own', () => {
    const title = (code: string) => codelistNamed('source-grades').codes.find((entry) => entry.code === code)?.title;
    expect([title('EUROPOL-4X4:C'), title('ADMIRALTY:C')]).toEqual(['Mostly unreliable', 'Fairly reliable']);
  });

  it('name what Pakistan knows and HTCDS lacks among the forms of exploitation', () => {
    const codes = codelistNamed('exploitation').codes.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['SexualExploitation', 'DebtBondage', 'Vani', 'WattaSatta', 'ForcedCriminalityScam']));
  });

  it('answer every one of their codes with that code, so that storing twice changes nothing', () => {
    for (const list of CODELISTS.values()) for (const { code } of list.codes) expect([list.name, list.canonical(code)]).toEqual([list.name, code]);
  });
});
