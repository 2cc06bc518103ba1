import { RAW_CODELISTS } from '../generated/codelists.generated.js';

export interface Code {
  readonly code: string;
  readonly title: string;
  readonly aliases: readonly string[];
}

/** One list of `schemas/codelists/`. */
export interface Codelist {
  readonly name: string;
  readonly version: string;
  readonly codes: readonly Code[];
  /** The code for a code or one of its aliases, in any case; undefined when the list does not know it. */
  canonical(value: string): string | undefined;
  /** Why this value is refused by name, where the list says so. */
  refusal(value: string): string | undefined;
}

/** Letters of either case and runs of blanks are alike, so that "PECA 13" and "peca  13" are one. */
const key = (value: string) => value.normalize('NFC').trim().replace(/\s+/gu, ' ').toUpperCase();

function codelist(raw: (typeof RAW_CODELISTS)[number]): Codelist {
  const codes = raw.codes.map(([code, title, aliases]) => Object.freeze({ code, title, aliases }));
  const exact = new Set(codes.map(({ code }) => code));
  const byKey = new Map<string, string>();
  for (const { code, aliases } of codes) for (const alias of aliases) byKey.set(key(alias), code);
  for (const { code } of codes) byKey.set(key(code), code);
  const refused = new Map(raw.refused.map(({ code, rule }) => [key(code), rule]));
  return Object.freeze({
    name: raw.name, version: raw.version, codes,
    canonical: (value: string) => (exact.has(value) ? value : byKey.get(key(value))),
    refusal: (value: string) => refused.get(key(value)),
  });
}

export const CODELISTS: ReadonlyMap<string, Codelist> = new Map(RAW_CODELISTS.map((raw) => [raw.name, codelist(raw)]));

/** @throws TypeError when no list has this name */
export function codelistNamed(name: string): Codelist {
  const list = CODELISTS.get(name);
  if (!list) throw new TypeError(`no code list ${name}`);
  return list;
}
