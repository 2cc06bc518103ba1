import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#libs/kernel';
import { withLookups } from './lookups.js';
import { rowsOf } from './rows-of.js';

const folder = mkdtempSync(join(tmpdir(), 'amanat-rows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Buffer): Promise<unknown[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const rows: unknown[] = [];
  for await (const { number, columns, fault } of rowsOf(file)) rows.push(fault ? [number, fault.code] : [number, columns]);
  return rows;
}

describe('Rows of a CSV file', () => {
  it('come with a byte order mark or without, quoted or not, and blank lines are none', async () => {
    const rows = [[1, { a: 'x, "y"', b: 'two\nlines' }], [2, { a: '', b: 'علی' }]];
    expect(await read('a.csv', 'a,b\n"x, ""y""","two\nlines"\n\n,علی\n')).toEqual(rows);
    expect(await read('b.csv', '\uFEFFa,b\r\n"x, ""y""","two\nlines"\r\n,علی')).toEqual(rows);
    expect(await read('c.tsv', 'a\tb\nx\ty\n')).toEqual([[1, { a: 'x', b: 'y' }]]);
  });

  it('that cannot be read are refused one by one and keep their numbers', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,2\n3\n'), Buffer.from([0x34, 0x2c, 0xff, 0x0a]), Buffer.from('5,6,7\n8,9\n')]);
    expect(await read('d.csv', bytes)).toEqual([[1, { a: '1', b: '2' }], [2, 'MAPPING_FAILED'], [3, 'UTF8_INVALID'], [4, 'MAPPING_FAILED'], [5, { a: '8', b: '9' }]]);
  });

  it('need names for their columns, and the file must be one', async () => {
    await expect(read('e.csv', 'a,a\n1,2\n')).rejects.toThrow(/none twice/u);
    await expect(read('f.csv', 'a,b\n1,"2\n')).rejects.toThrow(Refusal);
    await expect(read('g.txt', 'a\n1\n')).rejects.toThrow(/ends in none of/u);
    await expect(rowsOf(join(folder, 'absent.csv')).next()).rejects.toThrow(/there is no such file/u);
  });

  it('are not quoted in the message when the file is broken', async () => {
    await expect(read('h.csv', 'a,b\n1,x"Ayesha"y\n')).rejects.toThrow(/^(?!.*Ayesha)/u);
  });
});

describe('Rows of NDJSON and JSON', () => {
  it('are objects, one a line; a line that is none is refused by itself', async () => {
    const bytes = Buffer.concat([Buffer.from('\uFEFF{"a":1}\n\n{"a":\n[1]\n'), Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from('{"a":2}')]);
    expect(await read('a.ndjson', bytes)).toEqual([[1, { a: 1 }], [2, 'JSON_MALFORMED'], [3, 'INPUT_INVALID'], [4, 'UTF8_INVALID'], [5, { a: 2 }]]);
  });

  it('longer than the hub takes are refused without being kept', async () => {
    expect(await read('b.ndjson', `{"a":"${'x'.repeat(3_000_000)}"}\n{"a":2}\n`)).toEqual([[1, 'BODY_TOO_LARGE'], [2, { a: 2 }]]);
  });

  it('come from a list or from the list in "records"', async () => {
    expect(await read('a.json', '[{"a":1},2]')).toEqual([[1, { a: 1 }], [2, 'INPUT_INVALID']]);
    expect(await read('b.json', '{"records":[{"a":1}]}')).toEqual([[1, { a: 1 }]]);
    await expect(read('c.json', '{"a":1}')).rejects.toThrow(/holds a list/u);
  });

  it('survive writing and reading, whatever they hold', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.string())), async (objects) => {
      const rows = objects.map((object, index) => [index + 1, JSON.parse(JSON.stringify(object)) as unknown]);
      expect(await read('p.ndjson', objects.map((object) => JSON.stringify(object)).join('\n'))).toEqual(rows);
    }), { numRuns: 30 });
  });
});

describe('A joined file', () => {
  it('stands beside the rows by their number and starts again when it ends', () => {
    const lookups = { p: { file: 'p.csv', rows: [{ n: 'one' }, { n: 'two' }] } };
    expect([1, 2, 3].map((number) => withLookups({ number, columns: { a: 'x' } }, lookups).columns)).toEqual([
      { a: 'x', 'p.n': 'one' }, { a: 'x', 'p.n': 'two' }, { a: 'x', 'p.n': 'one' },
    ]);
  });
});
