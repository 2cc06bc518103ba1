const KEY = (text) => text.normalize('NFC').trim().replace(/\s+/gu, ' ').toUpperCase();

/** Classes, purposes, errors and code lists: complete, and nothing means two things. */
export function checkCatalogues({ classes, purposes, errors, codelists }) {
  return [
    ...bits('class', classes, 16),
    ...bits('purpose', purposes, 31),
    ...repeated(errors.map(({ code }) => code)).map((code) => `errors.json: ${code} stands twice`),
    ...errors.filter((e) => !/^[A-Z][A-Z0-9_]+$/.test(e.code) || !(e.status >= 400 && e.status < 600) || !e.title)
      .map((e) => `errors.json: ${e.code} needs a code in capitals, a status of 400 to 599 and a title`),
    ...repeated(codelists.map(({ name }) => name)).map((name) => `code list ${name} stands twice`),
    ...codelists.flatMap(codelistProblems),
  ];
}

function bits(what, entries, limit) {
  return [
    ...repeated(entries.map(({ code }) => code)).map((code) => `${what} ${code} stands twice`),
    ...repeated(entries.map(({ bit }) => bit)).map((bit) => `${what} bit ${bit} stands twice`),
    ...entries.filter(({ bit }) => !Number.isInteger(bit) || bit < 0 || bit >= limit).map(({ code }) => `${what} ${code}: bit 0 to ${limit - 1}`),
  ];
}

function codelistProblems({ name, version, source, licence, codes, refused = [], file }) {
  const at = (text) => `${file}: ${text}`;
  const meanings = codes.flatMap(({ code, aliases = [] }) => [...new Set([code, ...aliases].map(KEY))]);
  return [
    ...(file.endsWith(`/${name}.json`) ? [] : [at(`the list is called ${name}`)]),
    ...(version && source && licence ? [] : [at('version, source and licence are needed')]),
    ...(codes.length > 0 ? [] : [at('no codes')]),
    ...codes.filter(({ code, title }) => !code || !title).map(({ code }) => at(`${code || 'a code'} needs code and title`)),
    ...repeated(meanings).map((meaning) => at(`"${meaning}" means two codes`)),
    ...refused.filter(({ code }) => meanings.includes(KEY(code))).map(({ code }) => at(`"${code}" is both known and refused`)),
    ...refused.filter(({ rule }) => !rule).map(({ code }) => at(`"${code}" is refused without a rule`)),
  ];
}

const repeated = (items) => [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
