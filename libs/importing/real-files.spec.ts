import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { normalise, validate } from '#libs/contracts';
import { readMapping } from './mapping/read-mapping.js';
import { withSettings } from './mapping/with-settings.js';
import { withLookups } from './reading/lookups.js';
import { rowsOf } from './reading/rows-of.js';
import { planImport } from './run/import-plan.js';

const DATA = resolve(process.env['AMANAT_DATA'] ?? '../shared/data');
const NOW = new Date('2026-11-22T12:00:00Z');
const frame = { today: NOW, purpose: 'criminal-investigation', legalBasis: 'PTPA2018', agency: 'fia', client: 'fia' };

/** Where the files of third parties are not at hand, the tests say so by name and are not run. */
function onFile(file: string, title: string, work: (path: string) => Promise<void>): void {
  const path = join(DATA, file);
  if (existsSync(path)) it(title, () => work(path));
  else it.todo(`${title} — not run: ${file} is absent (set AMANAT_DATA)`);
}

async function outcomes(path: string, name: string, kind: string) {
  const mapping = withSettings(await readMapping(`schemas/mappings/${name}.json`), kind, []);
  const plan = await planImport({ file: path, kind, mapping, joined: {}, fromRow: 1, toRow: null });
  const reasons = new Map<string, number>();
  const documents: Record<string, unknown>[] = [];
  let refused = 0;
  for await (const row of rowsOf(path)) {
    const mapped = plan.compiled.map(withLookups(row, plan.lookups), frame);
    const issues = mapped.document ? validate(kind, mapped.document, NOW) : mapped.issues;
    if (issues.length) refused += 1;
    else documents.push(normalise(kind, mapped.document));
    for (const { code, field } of issues) {
      const reason = `${code} ${field.replaceAll(/\d+/gu, '')}`;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  return { rows: plan.rows, refused, reasons: Object.fromEntries(reasons), documents };
}

describe('Real files through the mappings and the contract', () => {
  onFile('ctdc/CTDC_VPsynthetic_condensed.csv', 'every row of the CTDC file becomes a case', async (path) => {
    const { rows, refused, reasons, documents } = await outcomes(path, 'ctdc', 'case');
    console.log({ rows, refused, reasons }, JSON.stringify(documents[0]));
    expect(documents.length + refused).toBe(rows);
  });
  onFile('ctdc/CTDC_VPsynthetic_condensed.csv', 'persons', async (path) => {
    const { rows, refused, reasons, documents } = await outcomes(path, 'ctdc-with-persons', 'case');
    console.log({ rows, refused, reasons }, JSON.stringify(documents[0]));
    expect(documents.length + refused).toBe(rows);
  });
  onFile('iom_missing_migrants/iom_europe.csv', 'iom', async (path) => {
    const { rows, refused, reasons, documents } = await outcomes(path, 'iom', 'incident');
    console.log({ rows, refused, reasons }, JSON.stringify(documents[0]));
    expect(documents.length + refused).toBe(rows);
  });
});
