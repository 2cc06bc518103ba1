import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { normalise, validate } from '#libs/contracts';
import { readMapping } from './mapping/read-mapping.js';
import { withLookups } from './reading/lookups.js';
import { rowsOf } from './reading/rows-of.js';
import { planImport, type ImportPlan } from './run/import-plan.js';

const DATA = resolve(process.env['AMANAT_DATA'] ?? '../shared/data');
const CTDC = 'ctdc/CTDC_VPsynthetic_condensed.csv';
const IOM = 'iom_missing_migrants/iom_europe.csv';
const NOW = new Date();
const frame = { today: NOW, purpose: 'criminal-investigation', legalBasis: 'PTPA2018', agency: 'fia', client: 'fia' };

/** The files are third parties' and do not come with the project: where they are absent the report says so by name. */
function onFile(file: string, title: string, test: (path: string) => Promise<void>): void {
  const path = join(DATA, file);
  if (existsSync(path)) it(title, () => test(path));
  else it.todo(`${title}: not run, ${file} is absent (AMANAT_DATA says where the data lie)`);
}

interface Outcomes {
  readonly plan: ImportPlan;
  readonly documents: readonly Record<string, any>[];
  readonly refused: number;
  /** Code and field of each reason, and how often. */
  readonly reasons: Readonly<Record<string, number>>;
}

const known = new Map<string, Promise<Outcomes>>();

/** Each file goes through its mapping once for all tests. */
function outcomes(path: string, name: string, kind: string): Promise<Outcomes> {
  const made = known.get(name) ?? work(path, name, kind);
  known.set(name, made);
  return made;
}

async function work(path: string, name: string, kind: string): Promise<Outcomes> {
  const plan = await planImport({ file: path, kind, mapping: await readMapping(`schemas/mappings/${name}.json`), joined: {}, fromRow: 1, toRow: null });
  const documents: Record<string, unknown>[] = [];
  const reasons: Record<string, number> = {};
  for await (const row of rowsOf(path)) {
    const { document, issues } = plan.compiled.map(withLookups(row, plan.lookups), frame);
    const found = document ? validate(kind, document, NOW) : issues;
    if (found.length === 0) documents.push(normalise(kind, document));
    for (const reason of new Set(found.map(({ code, field }) => `${code} ${field.replaceAll(/\d+/gu, '')}`))) reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return { plan, documents, refused: plan.rows - documents.length, reasons };
}

const count = (documents: Outcomes['documents'], holds: (document: Record<string, any>) => unknown) => documents.filter(holds).length;

describe('The CTDC file as cases', () => {
  onFile(CTDC, 'loses no row and no fact: every column counts as its publisher counts it', async (path) => {
    const { plan, documents, reasons } = await outcomes(path, 'ctdc', 'case');
    expect([plan.rows, documents.length, reasons]).toEqual([21_195, 21_195, {}]);
    const has = (holds: (document: Record<string, any>) => unknown) => count(documents, holds);
    expect({
      forcedLabour: has((one) => one['exploitation']?.includes('ForcedLabour')),
      sexual: has((one) => one['victims'][0].special?.exploitation.includes('SexualExploitation')),
      female: has((one) => one['victims'][0].gender === 'Feminine'),
      minors: has((one) => one['victims'][0].majority === 'Minor'),
      fromAsia: has((one) => one['victims'][0].originRegion === 'Asia'),
      paid: has((one) => one['victims'][0].paidTrafficker?.includes('Yes')),
      years: has((one) => one['registered']),
      recruiters: has((one) => one['suspects']?.[0].stages?.includes('RecruiterBroker')),
      womenAndMen: has((one) => one['suspects']?.[0].genders?.length === 2),
    }).toEqual({ forcedLabour: 12_248, sexual: 2_775, female: 9_589, minors: 1_212, fromAsia: 6_139, paid: 3_136 + 944, years: 17_540, recruiters: 11_865, womenAndMen: 2_452 });
  });

  onFile(CTDC, 'seals that one person was sexually exploited, and states its ground', async (path) => {
    const { documents } = await outcomes(path, 'ctdc', 'case');
    expect(count(documents, (one) => one['victims'][0].special && one['victims'][0].special.ground !== 'PTPA2018-VICTIM')).toBe(0);
    expect(count(documents, (one) => one['victims'][0].special && !one['exploitation'].includes('SexualExploitation'))).toBe(0);
  });

  onFile(CTDC, 'joined with invented persons is refused only where a name holds invisible characters', async (path) => {
    const { documents, refused, reasons, plan } = await outcomes(path, 'ctdc-with-persons', 'case');
    expect(documents.length + refused).toBe(plan.rows);
    expect(Object.keys(reasons).every((reason) => /^TEXT_UNSAFE victims\[\]\.identity\.\w+$/u.test(reason))).toBe(true);
    expect(reasons['TEXT_UNSAFE victims[].identity.fullName']).toBe(refused);
    expect(documents.every((one) => one['victims'][0].identity.fullName)).toBe(true);
  });

  onFile(CTDC, 'keeps no birth date and no nationality that contradicts the case, and says so', async (path) => {
    const { documents } = await outcomes(path, 'ctdc-with-persons', 'case');
    const born = documents.filter((one) => one['victims'][0].identity.birthDate);
    const yearOf = (one: Record<string, any>) => Number(one['victims'][0].identity.birthDate.slice(0, 4));
    expect(born.length).toBeGreaterThan(10_000);
    expect(count(born, (one) => one['victims'][0].majority === 'Adult' && yearOf(one) + 18 > (one['registered']?.to ?? 2022))).toBe(0);
    expect(count(born, (one) => one['victims'][0].majority === 'Minor' && yearOf(one) + 18 < (one['registered']?.from ?? 2002))).toBe(0);
    const said = (one: Record<string, any>, what: RegExp) => one['comments']?.some(({ text }: { text: string }) => what.test(text));
    expect(count(documents, (one) => !one['victims'][0].identity.birthDate !== Boolean(said(one, /^Birth date left out/u)))).toBe(0);
    expect(count(documents, (one) => !one['victims'][0].citizenships && !said(one, /^Nationality left out/u))).toBe(0);
  });
});

describe('The IOM file as incidents', () => {
  onFile(IOM, 'loses no row: what the contract cannot hold is refused with its field', async (path) => {
    const { plan, documents, refused, reasons } = await outcomes(path, 'iom', 'incident');
    expect([plan.rows, documents.length, refused]).toEqual([6_802, 6_796, 6]);
    expect(reasons).toEqual({ 'FORMAT_INVALID missing': 4, 'FORMAT_INVALID survivors': 2 });
    expect(new Set(documents.map((one) => one['envelope'].reference)).size).toBe(6_796);
  });

  onFile(IOM, 'knows every country, route, region and cause by its code', async (path) => {
    const { documents } = await outcomes(path, 'iom', 'incident');
    const pylos = documents.find((one) => one['sourceIds'].includes('2023.MMP0412'));
    expect(pylos).toMatchObject({ place: { country: 'GR' }, route: 'central-mediterranean', causes: ['drowning'] });
    expect(count(documents, (one) => one['place'].countryNote)).toBe(6);
    expect(count(documents, (one) => one['place'].country === undefined)).toBe(2);
    expect(count(documents, (one) => one['originNote'] && one['countriesOfOrigin'])).toBeGreaterThan(100);
  });
});
