import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMapping } from '../mapping/read-mapping.js';
import { planImport } from './import-plan.js';
import { runImport, type HandOver } from './import-run.js';
import { ProgressFile } from './progress-file.js';
import { RefusedFile } from './refused-file.js';

const folder = mkdtempSync(join(tmpdir(), 'amanat-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mapping = parseMapping('m', JSON.stringify({ title: 'm', kind: 'case', document: { summary: { $column: 'a' }, openedOn: { $column: 'b', as: 'date' } } }));
const frame = { today: new Date(), purpose: 'p', legalBasis: 'l', agency: 'fia', client: 'fia' };

/** A hub that keeps by key, refuses some documents, and fails at the requests whose numbers are given, before or after keeping. */
function failingHub(failures: ReadonlyMap<number, 'before' | 'after'>) {
  const kept = new Map<string, unknown>();
  let requests = 0;
  const handOver: HandOver = async (documents) => {
    const failure = failures.get(requests++);
    await new Promise((resume) => setImmediate(resume));
    if (failure === 'before') throw new Error('away');
    const verdicts = documents.map(({ key, document }) => {
      if (document['summary'] === 'refuse') return { result: 'refused' as const, issues: [{ code: 'CODE_UNKNOWN', field: '', rule: 'r', message: 'm' }] };
      const duplicate = kept.has(key);
      kept.set(key, document);
      return { result: duplicate ? 'duplicates' as const : 'accepted' as const };
    });
    if (failure === 'after') throw new Error('away');
    return verdicts;
  };
  return { kept, handOver };
}

const cell = fc.constantFrom('same', 'same', 'refuse', 'other');
const date = fc.constantFrom('2020-01-01', '', 'no date');
const failures = fc.array(fc.tuple(fc.nat(40), fc.constantFrom('before' as const, 'after' as const)), { maxLength: 6 });
let trial = 0;

describe('An import, stopped by failures and begun again', () => {
  it('gives every row exactly one outcome: kept once under its key, or refused once with its reason', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(cell, date), { maxLength: 60 }), failures, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }),
      async (cells, faults, batch, concurrency) => {
        const name = join(folder, String((trial += 1)));
        writeFileSync(`${name}.csv`, ['a,b', ...cells.map((row) => row.join(','))].join('\n'));
        const plan = await planImport({ file: `${name}.csv`, kind: 'case', mapping, joined: {}, fromRow: 1, toRow: null });
        const hub = failingHub(new Map(faults));
        const tally = await untilDone(name, plan, hub.handOver, { batch, concurrency });
        const refused = cells.flatMap(([a, b], index) => (a === 'refuse' || b === 'no date' ? [index + 1] : []));
        const lines = refused.length ? readFileSync(`${name}.refused`, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { row: number }) : [];
        expect(lines.map(({ row }) => row).sort((one, other) => one - other)).toEqual(refused);
        expect(hub.kept.size).toBe(cells.length - refused.length);
        expect(tally).toMatchObject({ rows: cells.length, refused: refused.length });
        expect(tally.accepted + tally.duplicates).toBe(hub.kept.size);
      }), { numRuns: 60 });
  });
});

async function untilDone(name: string, plan: Awaited<ReturnType<typeof planImport>>, handOver: HandOver, pace: { batch: number; concurrency: number }) {
  for (;;) {
    const progress = ProgressFile.open(`${name}.progress`, new Date(), 1);
    const refused = RefusedFile.open(`${name}.refused`, progress.refusedBytes);
    const failed = await runImport({ plan, frame, progress, refused, ...pace, stopped: new AbortController().signal, onRow: () => undefined }, handOver)
      .then(() => false, () => true);
    refused.close();
    if (!failed) return progress.tally;
  }
}

describe('An import', () => {
  it('takes rows from one to another, and equal rows count each', async () => {
    writeFileSync(join(folder, 'equal.csv'), 'a,b\nx,\nx,\nx,\nx,\n');
    const plan = await planImport({ file: join(folder, 'equal.csv'), kind: 'case', mapping, joined: {}, fromRow: 2, toRow: 3 });
    const { kept, handOver } = failingHub(new Map());
    const progress = ProgressFile.open(join(folder, 'equal.progress'), new Date(), 2);
    const refused = RefusedFile.open(join(folder, 'equal.refused'), 0);
    await runImport({ plan, frame, progress, refused, batch: 1, concurrency: 2, stopped: new AbortController().signal, onRow: () => undefined }, handOver);
    expect([...kept.keys()].sort()).toEqual([`${plan.hash}:2`, `${plan.hash}:3`]);
    expect([plan.rows, progress.tally.accepted]).toEqual([2, 2]);
  });
});
